import type { Key } from "../lib/i18n/index.svelte";
import type { ClientFileForm, DeskError } from "../lib/types";

/** Fields of the form that are plain texts. */
export type TextField = Exclude<keyof ClientFileForm, "id" | "isFirm" | "country">;
interface Part { title: Key; fields: TextField[]; narrow: boolean; why?: Key }

export const PARTS: Part[] = [
  { title: "client-part-identity", fields: ["name", "code", "siren", "vatNumber", "address"], narrow: false },
  { title: "client-part-journals", fields: ["journalPurchases", "journalSales", "journalBank", "journalGeneral"], narrow: true },
  {
    title: "client-part-accounts", narrow: true, why: "client-accounts-why",
    fields: ["supplierPrefix", "customerPrefix", "purchaseVatAccount", "salesVatAccount", "reverseChargeVatAccount", "depositsAccount"],
  },
  { title: "client-part-targets", fields: ["bobRoot", "bobCode", "sageGeFolder"], narrow: false, why: "client-targets-why" },
];

const NAMES = new Set<string>(PARTS.flatMap((part) => part.fields));

/** The field that an error of the desk is about, when it names one. */
export function errorField(error: DeskError): TextField | null {
  const named = error.message.args["field"] ?? error.code.split(/[.:]/).at(-1) ?? "";
  const camel = named.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return NAMES.has(camel) ? (camel as TextField) : null;
}
