import * as format from "../lib/format";
import { t } from "../lib/i18n/index.svelte";
import type { RuleForm } from "../lib/types";

/** For which documents a rule stands, in a line; empty: for all. */
export function conditions(form: RuleForm): string {
  const parts: string[] = [];
  if (form.text !== "") parts.push(t("rule-says-text", { text: form.text }));
  if (form.onPage !== "") parts.push(t("rule-says-page", { text: form.onPage }));
  if (form.atLeast !== "" && form.atMost !== "") parts.push(t("rule-says-range", { from: format.amount(form.atLeast), to: format.amount(form.atMost) }));
  else if (form.atLeast !== "") parts.push(t("rule-says-least", { from: format.amount(form.atLeast) }));
  else if (form.atMost !== "") parts.push(t("rule-says-most", { to: format.amount(form.atMost) }));
  if (/^\d{4}$/.test(form.paidBy)) parts.push(t("rule-says-card", { digits: form.paidBy }));
  else if (form.paidBy !== "") parts.push(t("rule-says-paid", { by: t(`payment.${form.paidBy}` as "payment.card") }));
  return parts.join(", ");
}
