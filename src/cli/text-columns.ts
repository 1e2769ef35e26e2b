/** How many columns of a terminal a text takes: Chinese characters take two. */
export const textColumns = (text: string): number => text.length + text.replace(/[^\u2e80-\uffef]/g, "").length;
