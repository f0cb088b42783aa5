//! The shell: one window over the desk. It knows Tauri, and nothing else does.

mod commands;
mod pictures;
mod shell;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use liasse_desk::OpenOptions;
use tauri::Manager;

/// What the command line of the desktop asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    data: Option<PathBuf>,
    sample: bool,
    export_bindings: Option<PathBuf>,
}

fn arguments(given: &[String]) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut rest = given.iter();
    while let Some(argument) = rest.next() {
        let mut path = || rest.next().map(PathBuf::from).ok_or(format!("{argument} needs a path"));
        match argument.as_str() {
            "--data" => arguments.data = Some(path()?),
            "--export-bindings" => arguments.export_bindings = Some(path()?),
            "--sample" => arguments.sample = true,
            other => return Err(format!("{other}: unknown; known are --data DIR and --sample")),
        }
    }
    Ok(arguments)
}

/// Runs the application until its window is closed.
///
/// `reading-worker` as the first argument runs the reader of one source instead: see [`liasse_desk::reading_worker`].
pub fn run(given: Vec<String>) -> ExitCode {
    if given.first().is_some_and(|first| first == liasse_desk::READING_WORKER) {
        return liasse_desk::reading_worker(given.into_iter().skip(1));
    }
    let outcome = arguments(&given).and_then(|arguments| match &arguments.export_bindings {
        Some(path) => export_bindings(path),
        None => open_window(&arguments),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("liasse-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}

fn export_bindings(path: &std::path::Path) -> Result<(), String> {
    commands::builder()
        .export(specta_typescript::Typescript::default(), path)
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn open_window(arguments: &Arguments) -> Result<(), String> {
    let started = Instant::now();
    let builder = commands::builder();
    let data = arguments.data.clone();
    let sample = arguments.sample;
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer)
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            let mut options = OpenOptions::from_environment(data, sample);
            options.resources = app.path().resource_dir().ok();
            let shell = shell::Shell::new(options, app.handle().clone(), started);
            app.manage(shell);
            Ok(())
        })
        .build(tauri::generate_context!("tauri.conf.json"))
        .map_err(|error| error.to_string())?
        .run(|app, event| {
            if let tauri::RunEvent::Exit = event
                && let Some(desk) = app.try_state::<shell::Shell>().and_then(|shell| shell.desk())
            {
                desk.close();
            }
        });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_arguments() {
        let read =
            |given: &[&str]| arguments(&given.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(read(&[]), Ok(Arguments::default()));
        assert!(read(&["--sample"]).unwrap().sample);
        assert_eq!(read(&["--data", "d"]).unwrap().data, Some(PathBuf::from("d")));
        assert!(read(&["--data"]).is_err());
        assert!(read(&["--nonsense"]).is_err());
    }
}
