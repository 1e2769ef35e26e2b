export interface TopicShape {
  readonly root: string;
  readonly device: string;
  /** `{root}/{device}/{name}`, or whatever a cloud prescribes, with `{name}` in it. */
  readonly template: string;
}

/** One level of a topic: no separator, no wildcard, nothing that MQTT 5 1.5.4 forbids or discourages. */
const level = (text: string): string => publishable(text).replaceAll("/", "_");

/** A topic that is published to must not hold wildcards (MQTT 3.1.1 3.3.2-2); brokers end the session for one. */
// oxlint-disable-next-line no-control-regex -- control characters are what is being removed
const publishable = (text: string): string => text.replace(/[+#\u0000-\u001f\u007f]/g, "_");

/** From a message's name (`state`, `event/over-limit`) to the topic that it is published under. */
export class Topics {
  readonly #shape: TopicShape;

  constructor(shape: TopicShape) {
    this.#shape = shape;
  }

  topic(name: string): string {
    const values: Readonly<Record<string, string>> = {
      root: this.#shape.root,
      device: level(this.#shape.device),
      name,
    };
    return publishable(this.#shape.template.replace(/\{(root|device|name)\}/g, (_, key: string) => values[key] ?? ""));
  }
}
