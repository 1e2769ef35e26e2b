import { mkdirSync, writeFileSync } from "node:fs";
import { pause } from "./child-program.ts";
import type { ModemManagerBench } from "./modemmanager-bench.ts";

/** A profile as NetworkManager keeps one (nm-settings-keyfile(5)); it never connects by itself. */
const PROFILE = `[connection]
id=Cell 专网
uuid=5f1f1c6e-7b7e-4a0e-9a52-0d5c4f9b3d11
type=gsm
autoconnect=false
[gsm]
apn=cmiot
[ipv4]
method=auto
[ipv6]
method=ignore
`;

/**
 * NetworkManager beside ModemManager on the same private bus. It has a network namespace, a /run and a /var/lib/NetworkManager
 * of its own and is told to manage modems alone: the machine's own network is out of its reach. What it starts then is pppd,
 * which ends at once, because the modem's port is a socket: a dial is seen, a call does not last.
 */
export async function networkManagerOn(
  { bench, bus }: ModemManagerBench,
  { profile = true }: { readonly profile?: boolean } = {},
): Promise<(...words: readonly string[]) => Promise<string>> {
  const connections = bench.file("connections");
  mkdirSync(connections);
  // Profiles that others may read are passed over (they may hold passwords).
  if (profile) writeFileSync(`${connections}/cell.nmconnection`, PROFILE, { mode: 0o600 });
  const config = bench.file(
    "nm.conf",
    `[main]
plugins=keyfile
dns=none
rc-manager=unmanaged
no-auto-default=*
[keyfile]
path=${connections}
unmanaged-devices=*,except:type:gsm
`,
  );
  const places = ["config-dir", "intern-config", "state-file"].map((option) => `--${option}=${bench.file(option)}`);
  const own = "mount -t tmpfs none /run && mount -t tmpfs none /var/lib/NetworkManager && ip link set lo up";
  const command = [
    "NetworkManager",
    "--no-daemon",
    `--config=${config}`,
    ...places,
    `--pid-file=${bench.file("nm.pid")}`,
  ];
  const env = { DBUS_SYSTEM_BUS_ADDRESS: bus };
  bench.start(
    "unshare",
    ["--mount", "--net", "sh", "-c", `${own} && exec "$@"`, "sh", ...command, "--log-level=INFO"],
    env,
  );
  const nmcli = async (...words: readonly string[]): Promise<string> => (await bench.run("nmcli", words, { env })).text;
  for (let tries = 0; tries < 100; tries += 1) {
    if (/gsm +disconnected/.test(await nmcli("device"))) return nmcli;
    await pause(100);
  }
  throw new Error(`NetworkManager has no modem: ${await nmcli("device")}`);
}
