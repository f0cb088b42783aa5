/**
 * What crosses the boundary to the desk, under the names that the screens use; the shapes are generated from the desk's
 * own (`bindings.ts`). Dates are `YYYY-MM-DD`, amounts decimal texts with a point, ids UUID texts.
 */
import type * as B from "./bindings";

/** The generator lets every float be null, since JSON has no word for not-a-number; the desk only sends finite ones. */
type Float = "aspect" | "at" | "receivedAt" | "x0" | "y0" | "x1" | "y1";
export type Finite<T> = T extends (infer One)[] ? Finite<One>[]
  : T extends object ? { [Name in keyof T]: Name extends Float ? NonNullable<T[Name]> : Finite<T[Name]> }
  : T;

export type Flow = B.FlowView;
export type Status = B.StatusView;
export type SplitMode = B.SplitModeView;
export type Kind = B.KindView;
export type ThirdPartyKind = B.ThirdPartyKindView;
export type VatScheme = B.VatSchemeView;
export type Message = B.Message;
export type Rect = Finite<B.RectView>;

export type Opening = B.Opening_Serialize;
export type StatusCounts = B.StatusCounts;
export type ClientFileSummary = B.ClientFileSummary;
export type ClientFileForm = B.ClientFileForm_Serialize;
export type FecImported = B.FecImported;
export type AccountView = B.AccountView;
export type ThirdPartyView = B.ThirdPartyView_Serialize;
export type ThirdPartyForm = B.ThirdPartyForm;
export type ThirdPartyCard = B.ThirdPartyCard;
export type CardDefaults = B.CardDefaultsView;
export type TermsPreview = B.TermsPreview_Serialize;
export type MergePreview = B.MergePreview;
export type ChartSource = B.ChartSource;
export type ChartPlan = B.ChartPlan_Serialize;
export type ChartImported = B.ChartImported;
export type Succession = B.Succession_Serialize;
export type SuccessorChoice = B.SuccessorChoice;
export type AccountForm = B.AccountForm_Serialize;
export type VatAccounts = B.VatAccountsView_Serialize;
export type VatAccount = B.VatAccountView;
export type PaymentMethods = B.PaymentMethodsView_Serialize;
export type PaymentMethod = B.PaymentMethodView_Serialize;
export type PaymentMethodForm = B.PaymentMethodForm_Serialize;
export type PaymentDefaultScope = B.PaymentDefaultScopeView;
export type PaymentMethodsReloaded = B.PaymentMethodsReloaded;
export type RuleForm = B.RuleForm_Serialize;
export type RuleView = B.RuleView_Serialize;
export type RulePreview = B.RulePreview;
export type Share = B.ShareView;
export type WatchedFolder = B.WatchedFolderView_Serialize;

export type Finding = B.FindingView_Serialize;
/** What the desk throws when something cannot be done. */
export type DeskError = B.DeskError_Serialize;

export type InboxQuery = B.InboxQuery;
export type InboxPage = Finite<B.InboxPage_Serialize>;
export type RowDoubt = B.RowDoubt;
export type SecretPlaces = B.SecretPlaces;
export type InboxRow = B.InboxRow_Serialize;
export type SourceRow = Finite<B.SourceRow_Serialize>;
export type Added = B.Added_Serialize;
export type DeskEvent = B.DeskEvent;

export type TargetView = B.TargetView_Serialize;
export type PublicationSummary = B.PublicationSummary;
export type PublicationReport = B.PublicationReport_Serialize;
export type Reopening = B.ReopeningView_Serialize;
export type ReversalForm = B.ReversalForm;
export type BelgianUbl = B.BelgianUbl;
export type FilesFormat = B.FilesFormat;
export type FilesChoice = B.FilesChoice;
export type FilesOffer = B.FilesOffer;
export type CoalaPreset = B.CoalaPreset;
export type FilesPreview = B.FilesPreview_Serialize;
export type SageGeConnection = B.SageGeConnection;
export type SageGeFolder = B.SageGeFolder;
export type PublicationState = B.PublicationStateView;
export type PublicationView = Finite<B.PublicationView_Serialize>;
export type BobSettings = B.BobSettings;
export type BobFolders = B.BobFolders;
export type BobClientFileForm = B.BobClientFileForm_Serialize;
export type BobClientFile = B.BobClientFile_Serialize;
export type BobDocument = B.BobDocument_Serialize;
export type MegForm = B.MegForm;
export type MegSettings = B.MegSettings;
export type MailAccount = B.MailAccountForm;
export type MailSecurity = B.MailSecurity;
export type MegMail = B.MegMailForm;
export type MegMailWay = B.MegMailWay;
export type AuthorityView = B.AuthorityView;

export type EditForm = B.EditForm_Serialize;
export type LedgerPage = Finite<B.LedgerPage_Serialize>;
export type LedgerLine = LedgerPage["lines"][number];
export type WaitingTax = B.WaitingTaxView;
export type WaitingTaxRow = B.WaitingTaxRow;
export type PlatformView = B.PlatformView_Serialize;
export type PlatformConnection = B.PlatformConnection_Serialize;
export type PlatformReceived = B.PlatformReceived;
export type LifeCycleView = Finite<B.LifeCycleView_Serialize>;
export type LifeCycleForm = B.LifeCycleForm_Deserialize;
export type LifeCycleStatus = B.LifeCycleStatusView;
export type LifeCycleReason = B.LifeCycleReasonView;
export type SettlementsView = B.SettlementsView_Serialize;
export type ReviewView = Finite<B.ReviewView_Serialize>;
export type PageView = Finite<B.PageView_Serialize>;
export type FieldView = Finite<B.FieldView_Serialize>;
export type FieldChange = Finite<B.FieldChange_Serialize>;
export type PaymentChoice = B.PaymentChoice_Serialize;
export type ThirdPartyChoice = Finite<B.ThirdPartyChoice_Serialize>;
export type EntryView = B.EntryView_Serialize;
export type BesideView = B.BesideView_Serialize;
export type BesideForm = B.BesideForm_Deserialize;
export type ExchangeView = B.ExchangeView;
export type PersonView = B.PersonView;
export type PracticeView = B.PracticeView_Serialize;
export type PracticeForm = B.PracticeForm;
export type UsualShare = B.UsualShareView;
export type RatesImported = B.RatesImported_Serialize;
export type VatLine = B.VatLineView;
export type Allocation = B.AllocationView_Serialize;
export type Doubt = B.Doubt;
export type HistoryLine = Finite<B.HistoryLine_Serialize>;
export type ValueChange = B.ValueChange_Serialize;
export type Undone = B.UndoneView;
export type Word = Finite<B.WordView>;

export type SplitPage = Finite<B.SplitPage_Serialize>;
export type SplitView = Finite<B.SplitView_Serialize>;
export type SplitDecision = B.SplitDecision;
