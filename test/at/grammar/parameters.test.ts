import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { splitParameters } from "../../../src/at/grammar/parameters.ts";

const texts = (body: string): string[] => splitParameters(body).map(({ text }) => text);

describe("a quote inside a quoted text (V.250 5.4.2.2)", () => {
  it("is read where it is written as its code, and so is a backslash", () => {
    expect(texts('3,"a b\\22c\\5c22",0')).toEqual(["3", 'a b"c\\22', "0"]);
    expect(texts('"A\\DE",1')).toEqual(["A\\DE", "1"]);
  });

  it.each([
    ['1,"a""b","0.0.0.0",0', ["1", "", "0.0.0.0", "0"]],
    ['1,"a" "b","0.0.0.0",0', ["1", "", "0.0.0.0", "0"]],
    ['1,"a"b,"0.0.0.0"', ["1", ""]],
    ['1,"IP","a"b', ["1", "IP", ""]],
    ['1,x"y",2', ["1", "", "2"]],
  ])("%s leaves the parameter empty that can be read in two ways", (body, expected) => {
    expect(texts(body)).toEqual(expected);
  });

  it("a quote that the end of the line has lost is taken as there, as ever", () => {
    expect(texts('1,"operator')).toEqual(["1", "operator"]);
  });

  it.each([
    '+CGDCONT: 3,"IPV4V6","a b"c","0.0.0.0",0,0',
    '+CGDCONT: 3,"IPV4V6","a""b","0.0.0.0",0,0',
    '+CGDCONT: 1,"IP,"cmnet","0.0.0.0",0,0',
    '+CGDCONT: 1,"IP","cmnet,"0.0.0.0",0,0',
    '+CGDCONT: 1,"IP","a"b',
    '+CGCONTRDP: 1,5,"a b"c","10.0.0.1.255.255.255.0","10.0.0.2"',
  ])("%s gives no APN at all", (line) => {
    expect(decode(line)).not.toHaveProperty("apn");
  });

  it("an APN with a quote that is written as its code is that APN", () => {
    expect(decode('+CGDCONT: 3,"IPV4V6","a b\\22c","0.0.0.0",0,0')).toMatchObject({ apn: 'a b"c', pdpAddr: "0.0.0.0" });
  });
});
