import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";
import type { Desk } from "./desk";
import type { DeskEvent } from "./types";

const PAPERS = ["pdf", "jpg", "jpeg", "png", "tif", "tiff", "heic", "xml", "zip"];

/** The desk of the application, over Tauri. */
export const tauriDesk: Desk = {
  opening: () => invoke("opening"),
  unlock: (passphrase) => invoke("unlock", { passphrase }),
  clientFiles: () => invoke("client_files"),
  clientFileForm: (id, country) => invoke("client_file_form", { id, country }),
  saveClientFile: (form) => invoke("save_client_file", { form }),
  importFec: (clientFile, path) => invoke("import_fec", { clientFile, path }),
  loadStandardChart: (clientFile) => invoke("load_standard_chart", { clientFile }),
  accounts: (clientFile) => invoke("accounts", { clientFile }),
  thirdParties: (clientFile, kind) => invoke("third_parties", { clientFile, kind }),
  deleteRule: (clientFile, thirdParty) => invoke("delete_rule", { clientFile, thirdParty }),
  watchedFolders: (clientFile) => invoke("watched_folders", { clientFile }),
  watchFolder: (clientFile, flow, splitMode, path) => invoke("watch_folder", { clientFile, flow, splitMode, path }),
  unwatchFolder: (id) => invoke("unwatch_folder", { id }),
  addFiles: (clientFile, flow, splitMode, paths) => invoke("add_files", { clientFile, flow, splitMode, paths }),
  cancelSource: (source) => invoke("cancel_source", { source }),
  readAgain: (source) => invoke("read_again", { source }),
  dismissSource: (source) => invoke("dismiss_source", { source }),
  inbox: (query) => invoke("inbox", { query }),
  inboxDrawn: (rows) => invoke("inbox_drawn", { rows }),
  review: (document) => invoke("review", { document }),
  words: (source, page) => invoke("words", { source, page }),
  setKind: (document, kind) => invoke("set_kind", { document, kind }),
  setField: (document, change) => invoke("set_field", { document, change }),
  acceptField: (document, name) => invoke("accept_field", { document, name }),
  setVatLines: (document, lines) => invoke("set_vat_lines", { document, lines }),
  setVatScheme: (document, scheme) => invoke("set_vat_scheme", { document, scheme }),
  setThirdParty: (document, thirdParty) => invoke("set_third_party", { document, thirdParty }),
  createThirdParty: (document, form) => invoke("create_third_party", { document, form }),
  setAllocation: (document, index, account) => invoke("set_allocation", { document, index, account }),
  makeRule: (document) => invoke("make_rule", { document }),
  notADuplicate: (document) => invoke("not_a_duplicate", { document }),
  history: (document) => invoke("history", { document }),
  archive: (documents) => invoke("archive", { documents }),
  merge: (documents) => invoke("merge", { documents }),
  moveToFlow: (documents, flow) => invoke("move_to_flow", { documents, flow }),
  splitView: (source) => invoke("split_view", { source }),
  confirmSplit: (decision) => invoke("confirm_split", { decision }),
  targets: (clientFile) => invoke("targets", { clientFile }),
  publicationSummary: (clientFile, documents) => invoke("publication_summary", { clientFile, documents }),
  publish: (clientFile, documents, target, destination) =>
    invoke("publish", { clientFile, documents, target, destination }),
  sageGeConnection: () => invoke("sage_ge_connection"),
  saveSageGeConnection: (connection) => invoke("save_sage_ge_connection", { connection }),
  sageGeFolders: () => invoke("sage_ge_folders"),
  undo: () => invoke("undo"),

  pageUrl: (source, page, width) => `${convertFileSrc(`${source}/${page}`, "page")}?w=${width}`,
  onEvent: (handler) => listen<DeskEvent>("desk-event", (event) => handler(event.payload)),
  onDrop: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === "leave") return handler({ type: "leave" });
      const x = payload.position.x / window.devicePixelRatio;
      const y = payload.position.y / window.devicePixelRatio;
      if (payload.type === "drop") return handler({ type: "drop", x, y, paths: payload.paths });
      return handler({ type: "over", x, y });
    }),
  pickFiles: async () => (await open({ multiple: true, filters: [{ name: "PDF, JPEG, PNG, TIFF, XML, ZIP", extensions: PAPERS }] })) ?? [],
  pickFolder: () => open({ directory: true }),
  pickFec: () => open({ filters: [{ name: "FEC", extensions: ["txt", "csv", "xml"] }, { name: "*", extensions: ["*"] }] }),
  pickZip: (name) => save({ defaultPath: name, filters: [{ name: "ZIP", extensions: ["zip"] }] }),
};
