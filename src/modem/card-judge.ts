/** Whoever decides which of the numbers that a modem tells is the number of a card. */
export interface CardJudge {
  /** Of a number that was read twice alike: whether it is to be taken for the card that is in. */
  believes(iccid: string): boolean;
  /** So many readings in a row, and no two alike. */
  uneven(readings: number): void;
}
