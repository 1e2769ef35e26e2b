import { defined } from "../base/defined.ts";
import { isoInstant } from "../base/instant.ts";
import { maskIccid, maskImei } from "../base/mask.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import { dateText } from "../diagnosis/observe/observe-plan.ts";
import { type CostFacts, costWords } from "../diagnosis/rules/remedy-cost.ts";
import type { Watch } from "../diagnosis/observe/watch.ts";
import type { Modem } from "../modem/modem.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import { contactFilled } from "../report/diagnosis-words.ts";
import { diagnosisPayload } from "../report/diagnosis-payload.ts";
import type { Said, ToldDiagnosis } from "../report/picture.ts";
import type { SlotView } from "../report/slot-contract.ts";
import { packNamed } from "./pack-of.ts";
import { pathBlind } from "./path-blind.ts";

export interface Shown extends Pick<DiagnosisAnswer, "probes" | "recovery" | "zone" | "dialler"> {
  readonly told: ToldDiagnosis | undefined;
  readonly said: Said;
  readonly modem: Modem;
  readonly watch: Watch;
  readonly contact: CarrierPack["contact"];
  readonly packs: readonly CarrierPack[];
  readonly slots: SlotView | undefined;
  readonly money: CostFacts;
}

/** What a person in front of the device is shown; `whole`: with the card's and the modem's whole numbers. */
export function diagnosisShown(
  { told, said, modem, watch, contact: known, money, probes, recovery, zone, packs, slots, dialler }: Shown,
  whole: boolean,
): DiagnosisAnswer {
  const contact = contactShown(known);
  const other = told?.other;
  const shown = (number: string | undefined, mask: (number: string) => string): string | undefined =>
    number === undefined || whole ? number : mask(number);
  const [likeliest] = told?.diagnosis.causes ?? [];
  return {
    ok: true,
    ...(told === undefined ? {} : { diagnosis: withPath(diagnosisPayload(told, said), told, probes) }),
    findings: (told?.diagnosis.findings ?? []).map(({ kind, at, text }) => defined({ kind, at: isoInstant(at), text })),
    ...defined({
      iccid: shown(modem.sim.iccid ?? watch.card?.iccid, maskIccid),
      imei: shown(modem.imei ?? watch.imei, maskImei),
      lostAt: watch.lostAt && isoInstant(watch.lostAt),
      probes,
      recovery,
      dialler: told?.diagnosis.state === "trouble" ? dialler : undefined,
      cost: likeliest && contactFilled(costWords(likeliest.cause, money), contact),
    }),
    ...(other === undefined
      ? {}
      : {
          otherCard: defined({
            iccid: whole ? other.iccid : maskIccid(other.iccid),
            next: slots?.next,
            contact: contactShown(packNamed(packs, other.carrier).contact),
          }),
        }),
    zone,
    contact,
  };
}

function contactShown({ asOf, source: _source, ...contact }: CarrierPack["contact"]): DiagnosisAnswer["contact"] {
  return { ...contact, ...defined({ asOf: asOf && dateText(asOf) }) };
}

function withPath(
  payload: ReturnType<typeof diagnosisPayload>,
  { diagnosis }: ToldDiagnosis,
  probes: Shown["probes"],
): ReturnType<typeof diagnosisPayload> {
  return pathBlind(diagnosis, probes) ? { ...payload, unseen: [...payload.unseen, "path"] } : payload;
}
