import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";

const required = process.env["CELLWARD_REQUIRE_REAL"] === "1";

function has(command: string): boolean {
  try {
    execFileSync("sh", ["-c", `PATH=$PATH:/usr/sbin:/sbin command -v ${command}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Where the long run has installed other people's npm packages that drive a modem: they are no dependencies. */
export const npmClients = (name: string): string => join(process.env["NPM_CLIENTS"] ?? "/nowhere", name);

const root = process.getuid?.() === 0;

/** The real parts that a test may ask for, and how each is recognised. */
const PARTS = {
  pty: () => existsSync("/dev/ptmx") && (has("perl") || has("python3")) && has("setpriv"),
  mosquitto: () => has("mosquitto") && has("setpriv"),
  /** To be another user for a while. */
  users: () => root && has("setpriv"),
  iproute: () => has("ip"),
  namespaces: () => root && has("ip"),
  nft: () => root && has("nft") && has("perl"),
  dhcp: () => has("dnsmasq") && (has("udhcpc") || has("dhclient") || has("dhcpcd")),
  tcpdump: () => root && has("tcpdump"),
  mounts: () => root && has("mount") && has("unshare"),
  systemd: () => has("systemd-analyze") && has("systemd-sysusers"),
  loop: () => root && existsSync("/dev/loop-control") && has("losetup") && has("mkfs.ext4"),
  socat: () => has("socat") && has("stty"),
  // Without root it cannot lock the port.
  gammu: () => root && has("gammu"),
  modemmanager: () => has("ModemManager") && has("mmcli") && has("dbus-daemon"),
  busctl: () => has("busctl") && has("dbus-daemon"),
  networkmanager: () => root && has("NetworkManager") && has("unshare"),
  ofono: () => root && has("ofonod") && has("dbus-daemon"),
  gnokii: () => has("gnokii"),
  comgt: () => has("comgt"),
  smstools: () => has("smsd"),
  wvdial: () => has("wvdial"),
  chat: () => has("chat"),
  terminals: () => root && ["picocom", "tio", "minicom", "screen", "cu", "script"].every(has),
  serialportGsm: () => existsSync(npmClients("node_modules/serialport-gsm")),
  cc: () => has("cc") && has("make"),
  python: () => has("python3"),
} as const;

/** What only the long run installs. */
const LONG_RUN: readonly RealPart[] = ["serialportGsm"];
const full = process.env["CELLWARD_FULL"] === "1";

export type RealPart = keyof typeof PARTS;

/**
 * `describe` for tests on real parts. Where a part is missing the suite is skipped, and said to be;
 * with CELLWARD_REQUIRE_REAL=1 it fails instead, except for what only the long run installs.
 */
export function describeReal(parts: readonly RealPart[], name: string, body: () => void): void {
  const missing = parts.filter((part) => !PARTS[part]());
  if (missing.length === 0) return void describe(name, body);
  if (!required || (!full && missing.every((part) => LONG_RUN.includes(part))))
    return void describe.skip(`${name} (missing: ${missing.join(", ")})`, body);
  throw new Error(`required real parts are missing: ${missing.join(", ")}`);
}
