import type { CarrierFile } from "../agent/carrier-files.ts";
import { type CarrierPack, NO_PACK } from "../diagnosis/carrier-pack.ts";
import { dayText } from "../plan/local-text.ts";
import type { Words } from "../plan/words.ts";

/** A way to ask, or to complain; `source`: where it is from, and of when. */
export interface Channel {
  readonly term: Words;
  readonly source: Words;
}

/** The carrier by the card's plan, else by the network of its IMSI; undefined where neither tells. */
export function issuerIn(
  files: readonly CarrierFile[],
  { carrier, network }: { readonly carrier?: string; readonly network?: string },
): CarrierFile | undefined {
  const ofPlan = files.find(({ rules }) => rules.carrier === carrier && carrier !== "generic");
  return ofPlan ?? files.find(({ rules }) => network !== undefined && rules.query?.imsi.includes(network) === true);
}

/** In the order in which they are turned to; what the carrier's file does not say, that of any carrier does. */
export function channelsOf(files: readonly CarrierFile[], issuer: CarrierFile | undefined): readonly Channel[] {
  const [own, generic] = [packOf(issuer), packOf(files.find(({ rules }) => rules.carrier === "generic"))];
  const { hotline, site, app, papers, complaint } = own.contact;
  const mine = [
    ...(hotline === undefined ? [] : [{ en: `hotline ${hotline}`, zh: `客服热线 ${hotline}` }]),
    ...(app === undefined ? [] : [app]),
    ...(site === undefined ? [] : [{ en: site, zh: site }]),
    ...(papers === undefined ? [] : [papersWords(papers)]),
    ...(complaint === undefined ? [] : [complaintWords(complaint)]),
  ];
  const others = [
    ...(papers === undefined && generic.contact.papers !== undefined ? [papersWords(generic.contact.papers)] : []),
    ...(complaint === undefined && generic.contact.complaint !== undefined
      ? [complaintWords(generic.contact.complaint)]
      : []),
  ];
  return [
    ...mine.map((term) => ({ term, source: said(own) })),
    ...others.map((term) => ({ term, source: said(generic) })),
  ];
}

const papersWords = ({ en, zh }: Words): Words => ({ en: `have ready: ${en}`, zh: `所需材料：${zh}` });
const complaintWords = ({ en, zh }: Words): Words => ({ en: `complaint: ${en}`, zh: `投诉：${zh}` });

/** Numbers change: a reader has to know how old they are. */
function said({ contact: { source, asOf } }: CarrierPack): Words {
  const day = asOf === undefined ? "" : dayText(asOf);
  const [en, zh] = source === undefined ? ["a default of this program", "本程序默认"] : [source, source];
  return day === "" ? { en, zh } : { en: `${en}; as of ${day}`, zh: `${zh}；截至 ${day}` };
}

function packOf(file: CarrierFile | undefined): CarrierPack {
  return file?.pack ?? NO_PACK;
}
