/** One text in the two languages that people read here. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}
