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
    accounts(client_file: String) -> Vec<AccountView>;
    third_parties(client_file: String, kind: ThirdPartyKindView) -> Vec<ThirdPartyView>;
    delete_rule(client_file: String, third_party: String) -> ();
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
    set_allocations(document: String, allocations: Vec<AllocationView>) -> ReviewView;
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
    settle_publication(document: String, target: String, arrived: bool) -> ();
    sage_ge_connection() -> SageGeConnection;
    save_sage_ge_connection(connection: SageGeConnection) -> Vec<SageGeFolder>;
    sage_ge_folders() -> Vec<SageGeFolder>;
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
            accounts,
            third_parties,
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
            set_allocations,
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
            settle_publication,
            sage_ge_connection,
            save_sage_ge_connection,
            sage_ge_folders,
            secret_places,
            set_passphrase,
            undo,
            history,
        ])
        .events(tauri_specta::collect_events![crate::shell::DeskEventSent])
}
