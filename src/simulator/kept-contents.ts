import { type BookName, PhoneBook } from "./phone-book.ts";
import { MessageMemory } from "./sms/message-memory.ts";

/** Places for messages on a card. */
const CARD_PLACES = 50;

/** What cards and modem hold through a loss of power: messages on each card, phone books. */
export class KeptContents {
  readonly #messages = new Map<string, MessageMemory>();
  readonly #books = new Map<BookName, PhoneBook>();

  /** They come back with the card. */
  messagesOn(iccid: string): MessageMemory {
    const known = this.#messages.get(iccid);
    if (known !== undefined) return known;
    const made = new MessageMemory(CARD_PLACES);
    this.#messages.set(iccid, made);
    return made;
  }

  phoneBook(name: BookName): PhoneBook {
    const known = this.#books.get(name);
    if (known !== undefined) return known;
    const made = new PhoneBook();
    this.#books.set(name, made);
    return made;
  }
}
