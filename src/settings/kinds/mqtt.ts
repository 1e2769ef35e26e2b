import type { Kind } from "../kind.ts";
import { text } from "./text.ts";

/**
 * The broker's address. Credentials have settings of their own, because an address is shown, logged and pasted.
 * The port is optional: 1883 and 8883 are registered for mqtt and mqtts.
 */
export function brokerUrl(): Kind<string> {
  const example = "mqtts://broker.example.com:8883";
  const allowed = `mqtt:// or mqtts:// with a host and perhaps a port, such as "${example}"`;
  return text({
    name: "url",
    allowed,
    example,
    maxBytes: 1024,
    pattern: /^mqtts?:\/\//,
    refuse: (value) => {
      if (value.includes("@")) {
        return `${allowed}, without credentials in it: write them to mqtt.username and mqtt.password_file`;
      }
      if (!URL.canParse(value)) return allowed;
      const url = new URL(value);
      const bare = (url.pathname === "" || url.pathname === "/") && url.search === "" && url.hash === "";
      return url.hostname !== "" && url.port !== "0" && bare && !/[\s\\]/.test(value) ? undefined : allowed;
    },
  });
}

/** MQTT 3.1.1, 4.7.1: the wildcards may stand in filters only. */
const WILDCARD = /[+#]/;
const PLACEHOLDER = /\{[^{}]*\}?|\}/g;
const KNOWN_PLACEHOLDERS = new Set(["{root}", "{device}", "{name}"]);

export function topicRoot(): Kind<string> {
  return text({
    name: "topic",
    allowed: 'a topic of at most 512 bytes without +, # or braces, not starting or ending with "/", such as "cellward"',
    example: "cellward",
    maxBytes: 512,
    pattern: /^[^/+#{}](?:[^+#{}]*[^/+#{}])?$/,
  });
}

/** Some clouds accept fixed topics only, so the whole form is a setting. A leading "/" is one of those forms. */
export function topicForm(): Kind<string> {
  const allowed = "a topic of at most 512 bytes without + or #, with {name} and perhaps {root} and {device} in it";
  return text({
    name: "topic",
    allowed: `${allowed}, such as "{root}/{device}/{name}"`,
    example: "{root}/{device}/{name}",
    maxBytes: 512,
    refuse: (value) => {
      if (WILDCARD.test(value) || !value.includes("{name}")) return allowed;
      const strange = value.match(PLACEHOLDER)?.find((part) => !KNOWN_PLACEHOLDERS.has(part));
      return strange === undefined ? undefined : `${allowed}; ${strange} is none of them`;
    },
  });
}
