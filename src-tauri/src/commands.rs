//! The commands that the screens call: each hands over to the desk, off the window's thread.

use liasse_desk::Desk;
use liasse_desk::api::*;

use crate::shell::Shell;

/// Declares the commands, each with the name, arguments and answer of a method of [`Desk`].
macro_rules! commands {
    ($( $name:ident($($arg:ident: $type:ty),* $(,)?) -> $answer:ty; )+) => {
        $(
            #[doc = concat!("[`Desk::", stringify!($name), "`].")]
            #[tauri::command]
            #[specta::specta]
            pub async fn $name(shell: tauri::State<'_, Shell>, $($arg: $type),*) -> Result<$answer, DeskError> {
                shell.with_desk(move |desk: &Desk| desk.$name($($arg),*)).await
            }
        )+
    };
}

commands! {
    client_files() -> Vec<ClientFileSummary>;
    client_file_form(id: Option<String>, country: String) -> ClientFileForm;
    save_client_file(form: ClientFileForm) -> ClientFileSummary;
    import_fec(client_file: String, path: String) -> FecImported;
    load_standard_chart(client_file: String) -> u32;
    chart_plan(client_file: String, source: ChartSource, replace: bool) -> ChartPlan;
    import_chart(client_file: String, source: ChartSource, replace: bool, successors: Vec<SuccessorChoice>) -> ChartImported;
    rule_transfer(client_file: String) -> Vec<Succession>;
    transfer_rules(client_file: String, successors: Vec<SuccessorChoice>) -> u32;
    save_account(client_file: String, form: AccountForm) -> ();
    delete_accounts(client_file: String, codes: Vec<String>) -> ();
    vat_accounts(client_file: String) -> VatAccountsView;
    save_vat_account(client_file: String, form: VatAccountView) -> ();
    delete_vat_account(client_file: String, code: String, flow: FlowView) -> ();
    save_deductibility(client_file: String, account_code: String, share: String) -> ();
    payment_methods(client_file: String) -> PaymentMethodsView;
    save_payment_method(client_file: String, form: PaymentMethodForm) -> String;
    delete_payment_methods(client_file: String, methods: Vec<String>) -> ();
    set_payment_default(client_file: String, method: Option<String>, scope: PaymentDefaultScopeView) -> ();
    reload_payment_methods(client_file: String) -> PaymentMethodsReloaded;
    terms_preview(terms: String) -> TermsPreview;
    set_payment_method(document: String, method: Option<String>) -> ReviewView;
    third_party_card(id: String) -> ThirdPartyCard;
    save_third_party(card: ThirdPartyCard) -> ThirdPartyCard;
    delete_third_party(id: String) -> ();
    merge_preview(from: String, into: String) -> MergePreview;
    merge_third_parties(from: String, into: String) -> ThirdPartyCard;
    accounts(client_file: String) -> Vec<AccountView>;
    third_parties(client_file: String, kind: ThirdPartyKindView) -> Vec<ThirdPartyView>;
    rules(client_file: String) -> Vec<RuleView>;
    rules_of(third_party: String) -> Vec<RuleView>;
    rule_draft(document: String) -> RuleForm;
    preview_rule(form: RuleForm) -> RulePreview;
    save_rule(form: RuleForm) -> u32;
    delete_rule(rule: String) -> ();
    watched_folders(client_file: String) -> Vec<WatchedFolderView>;
    watch_folder(client_file: String, flow: FlowView, split_mode: SplitModeView, path: String) -> WatchedFolderView;
    unwatch_folder(id: String) -> ();
    add_files(client_file: String, flow: FlowView, split_mode: SplitModeView, paths: Vec<String>) -> Added;
    cancel_source(source: String) -> ();
    read_again(source: String) -> ();
    dismiss_source(source: String) -> ();
    inbox(query: InboxQuery) -> InboxPage;
    review(document: String) -> ReviewView;
    words(source: String, page: u32) -> Vec<WordView>;
    set_kind(document: String, kind: KindView) -> ReviewView;
    set_field(document: String, change: FieldChange) -> ReviewView;
    accept_field(document: String, name: String) -> ReviewView;
    accept_field_of_all(documents: Vec<String>, name: String) -> u32;
    set_account_of_all(documents: Vec<String>, account: String) -> u32;
    set_vat_lines(document: String, lines: Vec<VatLineView>) -> ReviewView;
    set_vat_scheme(document: String, scheme: VatSchemeView) -> ReviewView;
    set_third_party(document: String, third_party: String) -> ReviewView;
    create_third_party(document: String, form: ThirdPartyForm) -> ReviewView;
    set_allocation(document: String, index: u32, account: String) -> ReviewView;
    practice(client_file: String) -> PracticeView;
    save_practice(client_file: String, form: PracticeForm) -> ();
    save_person(client_file: String, form: PersonView) -> PersonView;
    delete_person(client_file: String, id: String) -> ();
    exchange_rates(currency: Option<String>) -> Vec<ExchangeView>;
    save_exchange_rate(form: ExchangeView) -> ();
    delete_exchange_rate(currency: String, date: String) -> ();
    import_exchange_rates(path: String) -> RatesImported;
    record_settlement(documents: Vec<String>, date: String, amount: Option<String>) -> u32;
    delete_settlement(settlement: String) -> ();
    waiting_tax(client_file: String) -> WaitingTaxView;
    publish_tax_due(client_file: String, destination: String) -> PublicationReport;
    ledger(client_file: String, offset: u32) -> LedgerPage;
    edit_all(documents: Vec<String>, form: EditForm) -> u32;
    make_rules(documents: Vec<String>) -> u32;
    set_beside(document: String, form: BesideForm) -> ReviewView;
    set_allocations(document: String, allocations: Vec<AllocationView>) -> ReviewView;
    set_allocation_amount(document: String, index: u32, amount: String) -> ReviewView;
    keep_one(keep: String, other: String) -> ();
    merge_duplicate(keep: String, other: String) -> String;
    part_picture(document: String) -> ReviewView;
    make_rule(document: String) -> u32;
    not_a_duplicate(document: String) -> ReviewView;
    archive(documents: Vec<String>) -> ();
    merge(documents: Vec<String>) -> String;
    move_to_flow(documents: Vec<String>, flow: FlowView) -> ();
    split_view(source: String) -> SplitView;
    confirm_split(decision: SplitDecision) -> Vec<String>;
    targets(client_file: String) -> Vec<TargetView>;
    publication_summary(client_file: String, documents: Vec<String>) -> PublicationSummary;
    publish(client_file: String, documents: Vec<String>, target: String, destination: Option<String>) -> PublicationReport;
    files_offer(client_file: String) -> FilesOffer;
    set_files_choice(client_file: String, choice: FilesChoice) -> ();
    files_preview(client_file: String, documents: Vec<String>, choice: FilesChoice) -> FilesPreview;
    belgian_ubl(client_file: String) -> BelgianUbl;
    set_belgian_ubl(client_file: String, variant: BelgianUbl) -> ();
    stop_publication() -> ();
    publications(client_file: String, target: Option<String>) -> Vec<PublicationView>;
    settle_publication(document: String, target: String, arrived: bool) -> ();
    reopening(document: String) -> ReopeningView;
    reopen_document(document: String, reversal: Option<ReversalForm>) -> PublicationReport;
    bob_settings() -> BobSettings;
    save_bob_settings(form: BobSettings) -> BobSettings;
    bob_client_files() -> Vec<BobClientFile>;
    save_bob_client_file(client_file: String, form: BobClientFileForm) -> BobClientFile;
    bob_documents(client_file: String) -> Vec<BobDocument>;
    release_documents(documents: Vec<String>, released: bool) -> ();
    transfer_now(client_file: Option<String>) -> u32;
    certificate_authority() -> Option<AuthorityView>;
    trust_authority(path: Option<String>) -> Option<AuthorityView>;
    platform_connection(client_file: String) -> PlatformView;
    save_platform_connection(client_file: String, connection: PlatformConnection) -> ();
    receive_e_invoices(client_file: String) -> PlatformReceived;
    say_life_cycle(document: String, form: LifeCycleForm) -> LifeCycleView;
    sage_ge_connection() -> SageGeConnection;
    save_sage_ge_connection(connection: SageGeConnection) -> Vec<SageGeFolder>;
    sage_ge_folders() -> Vec<SageGeFolder>;
    meg_form() -> MegForm;
    save_meg_form(form: MegForm) -> Vec<SageGeFolder>;
    meg_settings(client_file: String) -> Option<MegSettings>;
    save_meg_settings(client_file: String, settings: Option<MegSettings>) -> ();
    mail_account() -> MailAccountForm;
    save_mail_account(form: MailAccountForm) -> ();
    test_mail_account(form: MailAccountForm) -> ();
    meg_mail_form(client_file: String) -> MegMailForm;
    save_meg_mail_form(client_file: String, form: MegMailForm) -> ();
    secret_places() -> SecretPlaces;
    set_passphrase(current: String, passphrase: String) -> ();
    undo() -> Option<UndoneView>;
    history(document: String) -> Vec<HistoryLine>;
}

/// How the data folder answered.
#[tauri::command]
#[specta::specta]
pub async fn opening(shell: tauri::State<'_, Shell>) -> Result<Opening, DeskError> {
    shell.opening().await
}

/// Opens the data folder with a passphrase, chosen now or before.
#[tauri::command]
#[specta::specta]
pub async fn unlock(shell: tauri::State<'_, Shell>, passphrase: String) -> Result<Opening, DeskError> {
    shell.unlock(passphrase).await
}

/// The inbox has been drawn with so many rows: the smoke run waits for it.
#[tauri::command]
#[specta::specta]
pub async fn inbox_drawn(shell: tauri::State<'_, Shell>, rows: u32) -> Result<(), DeskError> {
    shell.inbox_drawn(rows);
    Ok(())
}

/// Every command and event, for the generated bindings and for the window.
pub fn builder() -> tauri_specta::Builder<tauri::Wry> {
    tauri_specta::Builder::<tauri::Wry>::new()
        .commands(tauri_specta::collect_commands![
            opening,
            unlock,
            inbox_drawn,
            client_files,
            client_file_form,
            save_client_file,
            import_fec,
            load_standard_chart,
            chart_plan,
            import_chart,
            rule_transfer,
            transfer_rules,
            save_account,
            delete_accounts,
            vat_accounts,
            save_vat_account,
            delete_vat_account,
            save_deductibility,
            payment_methods,
            save_payment_method,
            delete_payment_methods,
            set_payment_default,
            reload_payment_methods,
            terms_preview,
            set_payment_method,
            third_party_card,
            save_third_party,
            delete_third_party,
            merge_preview,
            merge_third_parties,
            accounts,
            third_parties,
            rules,
            rules_of,
            rule_draft,
            preview_rule,
            save_rule,
            delete_rule,
            watched_folders,
            watch_folder,
            unwatch_folder,
            add_files,
            cancel_source,
            read_again,
            dismiss_source,
            inbox,
            review,
            words,
            set_kind,
            set_field,
            accept_field,
            accept_field_of_all,
            set_account_of_all,
            set_vat_lines,
            set_vat_scheme,
            set_third_party,
            create_third_party,
            set_allocation,
            practice,
            save_practice,
            save_person,
            delete_person,
            exchange_rates,
            save_exchange_rate,
            delete_exchange_rate,
            import_exchange_rates,
            record_settlement,
            delete_settlement,
            waiting_tax,
            publish_tax_due,
            ledger,
            edit_all,
            make_rules,
            set_beside,
            set_allocations,
            set_allocation_amount,
            keep_one,
            merge_duplicate,
            part_picture,
            make_rule,
            not_a_duplicate,
            archive,
            merge,
            move_to_flow,
            split_view,
            confirm_split,
            targets,
            publication_summary,
            publish,
            files_offer,
            set_files_choice,
            files_preview,
            belgian_ubl,
            set_belgian_ubl,
            stop_publication,
            publications,
            settle_publication,
            reopening,
            reopen_document,
            bob_settings,
            save_bob_settings,
            bob_client_files,
            save_bob_client_file,
            bob_documents,
            release_documents,
            transfer_now,
            certificate_authority,
            trust_authority,
            platform_connection,
            save_platform_connection,
            receive_e_invoices,
            say_life_cycle,
            sage_ge_connection,
            save_sage_ge_connection,
            sage_ge_folders,
            meg_form,
            save_meg_form,
            meg_settings,
            save_meg_settings,
            mail_account,
            save_mail_account,
            test_mail_account,
            meg_mail_form,
            save_meg_mail_form,
            secret_places,
            set_passphrase,
            undo,
            history,
        ])
        .events(tauri_specta::collect_events![crate::shell::DeskEventSent])
}
