import { convertFileSrc } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";
import { commands, events, type DeskError_Serialize } from "./bindings";
import type { Desk } from "./desk";
import type { Finite } from "./types";

const PAPERS = ["pdf", "jpg", "jpeg", "png", "tif", "tiff", "heic", "xml", "zip"];

/** The answer of a command, or its error thrown. */
async function ask<T>(asked: Promise<{ status: "ok"; data: T } | { status: "error"; error: DeskError_Serialize }>): Promise<Finite<T>> {
  const answer = await asked;
  if (answer.status === "error") throw answer.error;
  return answer.data as Finite<T>;
}

/** A command that answers nothing. */
async function order(asked: Parameters<typeof ask<null>>[0]): Promise<void> {
  await ask(asked);
}

/** The desk of the application, over Tauri. */
export const tauriDesk: Desk = {
  opening: () => ask(commands.opening()),
  unlock: (passphrase) => ask(commands.unlock(passphrase)),
  clientFiles: () => ask(commands.clientFiles()),
  clientFileForm: (id, country) => ask(commands.clientFileForm(id, country)),
  saveClientFile: (form) => ask(commands.saveClientFile(form)),
  importFec: (clientFile, path) => ask(commands.importFec(clientFile, path)),
  loadStandardChart: (clientFile) => ask(commands.loadStandardChart(clientFile)),
  accounts: (clientFile) => ask(commands.accounts(clientFile)),
  chartPlan: (clientFile, source, replace) => ask(commands.chartPlan(clientFile, source, replace)),
  importChart: (clientFile, source, replace, successors) => ask(commands.importChart(clientFile, source, replace, successors)),
  ruleTransfer: (clientFile) => ask(commands.ruleTransfer(clientFile)),
  transferRules: (clientFile, successors) => ask(commands.transferRules(clientFile, successors)),
  saveAccount: (clientFile, form) => order(commands.saveAccount(clientFile, form)),
  deleteAccounts: (clientFile, codes) => order(commands.deleteAccounts(clientFile, codes)),
  vatAccounts: (clientFile) => ask(commands.vatAccounts(clientFile)),
  saveVatAccount: (clientFile, form) => order(commands.saveVatAccount(clientFile, form)),
  deleteVatAccount: (clientFile, code, flow) => order(commands.deleteVatAccount(clientFile, code, flow)),
  saveDeductibility: (clientFile, account, share) => order(commands.saveDeductibility(clientFile, account, share)),
  paymentMethods: (clientFile) => ask(commands.paymentMethods(clientFile)),
  savePaymentMethod: (clientFile, form) => ask(commands.savePaymentMethod(clientFile, form)),
  deletePaymentMethods: (clientFile, methods) => order(commands.deletePaymentMethods(clientFile, methods)),
  setPaymentDefault: (clientFile, method, scope) => order(commands.setPaymentDefault(clientFile, method, scope)),
  reloadPaymentMethods: (clientFile) => ask(commands.reloadPaymentMethods(clientFile)),
  thirdPartyCard: (id) => ask(commands.thirdPartyCard(id)),
  saveThirdParty: (card) => ask(commands.saveThirdParty(card)),
  deleteThirdParty: (id) => order(commands.deleteThirdParty(id)),
  termsPreview: (terms) => ask(commands.termsPreview(terms)),
  mergePreview: (from, into) => ask(commands.mergePreview(from, into)),
  mergeThirdParties: (from, into) => ask(commands.mergeThirdParties(from, into)),
  thirdParties: (clientFile, kind) => ask(commands.thirdParties(clientFile, kind)),
  rules: (clientFile) => ask(commands.rules(clientFile)),
  rulesOf: (thirdParty) => ask(commands.rulesOf(thirdParty)),
  ruleDraft: (document) => ask(commands.ruleDraft(document)),
  previewRule: (form) => ask(commands.previewRule(form)),
  saveRule: (form) => ask(commands.saveRule(form)),
  deleteRule: (rule) => order(commands.deleteRule(rule)),
  practice: (clientFile) => ask(commands.practice(clientFile)),
  savePractice: (clientFile, form) => order(commands.savePractice(clientFile, form)),
  savePerson: (clientFile, form) => ask(commands.savePerson(clientFile, form)),
  deletePerson: (clientFile, id) => order(commands.deletePerson(clientFile, id)),
  exchangeRates: (currency) => ask(commands.exchangeRates(currency)),
  saveExchangeRate: (form) => order(commands.saveExchangeRate(form)),
  deleteExchangeRate: (currency, date) => order(commands.deleteExchangeRate(currency, date)),
  importExchangeRates: (path) => ask(commands.importExchangeRates(path)),
  recordSettlement: (documents, date, amount) => ask(commands.recordSettlement(documents, date, amount)),
  deleteSettlement: (settlement) => order(commands.deleteSettlement(settlement)),
  waitingTax: (clientFile) => ask(commands.waitingTax(clientFile)),
  publishTaxDue: (clientFile, destination) => ask(commands.publishTaxDue(clientFile, destination)),
  watchedFolders: (clientFile) => ask(commands.watchedFolders(clientFile)),
  watchFolder: (clientFile, flow, mode, path) => ask(commands.watchFolder(clientFile, flow, mode, path)),
  unwatchFolder: (id) => order(commands.unwatchFolder(id)),
  addFiles: (clientFile, flow, mode, paths) => ask(commands.addFiles(clientFile, flow, mode, paths)),
  cancelSource: (source) => order(commands.cancelSource(source)),
  readAgain: (source) => order(commands.readAgain(source)),
  dismissSource: (source) => order(commands.dismissSource(source)),
  inbox: (query) => ask(commands.inbox(query)),
  inboxDrawn: (rows) => order(commands.inboxDrawn(rows)),
  review: (document) => ask(commands.review(document)),
  words: (source, page) => ask(commands.words(source, page)),
  setKind: (document, kind) => ask(commands.setKind(document, kind)),
  setField: (document, change) => ask(commands.setField(document, change)),
  acceptField: (document, name) => ask(commands.acceptField(document, name)),
  acceptFieldOfAll: (documents, name) => ask(commands.acceptFieldOfAll(documents, name)),
  editAll: (documents, form) => ask(commands.editAll(documents, form)),
  makeRules: (documents) => ask(commands.makeRules(documents)),
  setAccountOfAll: (documents, account) => ask(commands.setAccountOfAll(documents, account)),
  setVatLines: (document, lines) => ask(commands.setVatLines(document, lines)),
  setVatScheme: (document, scheme) => ask(commands.setVatScheme(document, scheme)),
  setThirdParty: (document, thirdParty) => ask(commands.setThirdParty(document, thirdParty)),
  setPaymentMethod: (document, method) => ask(commands.setPaymentMethod(document, method)),
  createThirdParty: (document, form) => ask(commands.createThirdParty(document, form)),
  setBeside: (document, form) => ask(commands.setBeside(document, form)),
  setAllocations: (document, allocations) => ask(commands.setAllocations(document, allocations)),
  setAllocation: (document, index, account) => ask(commands.setAllocation(document, index, account)),
  setAllocationAmount: (document, index, amount) => ask(commands.setAllocationAmount(document, index, amount)),
  makeRule: (document) => ask(commands.makeRule(document)),
  notADuplicate: (document) => ask(commands.notADuplicate(document)),
  keepOne: (keep, other) => order(commands.keepOne(keep, other)),
  mergeDuplicate: (keep, other) => ask(commands.mergeDuplicate(keep, other)),
  partPicture: (document) => ask(commands.partPicture(document)),
  history: (document) => ask(commands.history(document)),
  ledger: (clientFile, offset) => ask(commands.ledger(clientFile, offset)),
  archive: (documents) => order(commands.archive(documents)),
  merge: (documents) => ask(commands.merge(documents)),
  moveToFlow: (documents, flow) => order(commands.moveToFlow(documents, flow)),
  splitView: (source) => ask(commands.splitView(source)),
  confirmSplit: (decision) => ask(commands.confirmSplit(decision)),
  targets: (clientFile) => ask(commands.targets(clientFile)),
  publicationSummary: (clientFile, documents) => ask(commands.publicationSummary(clientFile, documents)),
  publish: (clientFile, documents, target, destination) =>
    ask(commands.publish(clientFile, documents, target, destination)),
  belgianUbl: (clientFile) => ask(commands.belgianUbl(clientFile)),
  setBelgianUbl: async (clientFile, variant) => { await ask(commands.setBelgianUbl(clientFile, variant)); },
  filesOffer: (clientFile) => ask(commands.filesOffer(clientFile)),
  setFilesChoice: async (clientFile, choice) => { await ask(commands.setFilesChoice(clientFile, choice)); },
  filesPreview: (clientFile, documents, choice) => ask(commands.filesPreview(clientFile, documents, choice)),
  stopPublication: () => order(commands.stopPublication()),
  publications: (clientFile, target) => ask(commands.publications(clientFile, target)),
  bobSettings: () => ask(commands.bobSettings()),
  saveBobSettings: (form) => ask(commands.saveBobSettings(form)),
  bobClientFiles: () => ask(commands.bobClientFiles()),
  saveBobClientFile: (clientFile, form) => ask(commands.saveBobClientFile(clientFile, form)),
  bobDocuments: (clientFile) => ask(commands.bobDocuments(clientFile)),
  releaseDocuments: (documents, released) => order(commands.releaseDocuments(documents, released)),
  transferNow: (clientFile) => ask(commands.transferNow(clientFile)),
  megForm: () => ask(commands.megForm()),
  saveMegForm: (form) => ask(commands.saveMegForm(form)),
  megSettings: (clientFile) => ask(commands.megSettings(clientFile)),
  saveMegSettings: (clientFile, settings) => order(commands.saveMegSettings(clientFile, settings)),
  mailAccount: () => ask(commands.mailAccount()),
  saveMailAccount: (form) => order(commands.saveMailAccount(form)),
  testMailAccount: (form) => order(commands.testMailAccount(form)),
  megMailForm: (clientFile) => ask(commands.megMailForm(clientFile)),
  saveMegMailForm: (clientFile, form) => order(commands.saveMegMailForm(clientFile, form)),
  certificateAuthority: () => ask(commands.certificateAuthority()),
  trustAuthority: (path) => ask(commands.trustAuthority(path)),
  reopening: (document) => ask(commands.reopening(document)),
  reopenDocument: (document, reversal) => ask(commands.reopenDocument(document, reversal)),
  platformConnection: (clientFile) => ask(commands.platformConnection(clientFile)),
  savePlatformConnection: (clientFile, connection) => order(commands.savePlatformConnection(clientFile, connection)),
  receiveEInvoices: (clientFile) => ask(commands.receiveEInvoices(clientFile)),
  sayLifeCycle: (document, form) => ask(commands.sayLifeCycle(document, form)),
  settlePublication: (document, target, arrived) => order(commands.settlePublication(document, target, arrived)),
  sageGeConnection: () => ask(commands.sageGeConnection()),
  saveSageGeConnection: (connection) => ask(commands.saveSageGeConnection(connection)),
  sageGeFolders: () => ask(commands.sageGeFolders()),
  secretPlaces: () => ask(commands.secretPlaces()),
  setPassphrase: (current, passphrase) => order(commands.setPassphrase(current, passphrase)),
  undo: () => ask(commands.undo()),

  pageUrl: (source, page, width) => `${convertFileSrc(`${source}/${page}`, "page")}?w=${width}`,
  onEvent: (handler) => events.deskEvent.listen((event) => handler(event.payload)),
  onDrop: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === "leave") return handler({ type: "leave" });
      const x = payload.position.x / window.devicePixelRatio;
      const y = payload.position.y / window.devicePixelRatio;
      if (payload.type === "drop") return handler({ type: "drop", x, y, paths: payload.paths });
      return handler({ type: "over", x, y });
    }),
  pickFiles: async () =>
    (await open({ multiple: true, filters: [{ name: PAPERS.join(", ").toUpperCase(), extensions: PAPERS }] })) ?? [],
  pickFolder: () => open({ directory: true }),
  pickFec: () => open({ filters: [{ name: "FEC", extensions: ["txt", "csv", "tsv", "fec"] }, { name: "*", extensions: ["*"] }] }),
  pickChart: () => open({ filters: [{ name: "CSV, XLSX", extensions: ["csv", "txt", "tsv", "xlsx"] }, { name: "*", extensions: ["*"] }] }),
  pickCertificate: () => open({ filters: [{ name: "PEM", extensions: ["pem", "crt", "cer"] }, { name: "*", extensions: ["*"] }] }),
  pickRates: () => open({ filters: [{ name: "CSV", extensions: ["csv", "txt"] }, { name: "*", extensions: ["*"] }] }),
  pickZip: (name) => save({ defaultPath: name, filters: [{ name: "ZIP", extensions: ["zip"] }] }),
};
