import * as v from "valibot";

/** A number of 27.007: whole and not negative. */
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** As the modem wrote it, without its quotes; never empty (an empty field is an absent one). */
export const written = v.pipe(v.string(), v.minLength(1));

export const maybeWhole = v.exactOptional(whole);
export const maybeWritten = v.exactOptional(written);

/** True when nobody asked: by the question where it is known, else by the layout or the name. */
export const unsolicited = v.boolean();

/** The text form of RFC 4291 2.2 and RFC 5952 (IPv6) or dotted quad without leading zeros; absent where the address is none (all zeros). */
export const maybeAddress = v.exactOptional(v.pipe(v.string(), v.description("canonical text form of the address")));
