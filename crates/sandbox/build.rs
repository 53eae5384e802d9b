//! Joins the JavaScript of this crate and gets the bundles of the libraries that scripts require.
//!
//! A packaged crate has the bundles in `bundle/dist`, which `cargo xtask bundle` fills. Without them
//! they are made in the build folder, for which Node and npm are needed. The source tree is never
//! written to.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What bundles are made from; `bundle/digest.mjs` has the same list.
const SOURCES: &[&str] = &[
    "package-lock.json",
    "build.mjs",
    "src/process.js",
    "src/chai/addChainableMethod.cjs",
    "src/chai/addMethod.cjs",
    "src/chai/addProperty.cjs",
    "src/chai/assert.cjs",
    "src/chai/flags.cjs",
    "src/chai/index.cjs",
    "src/chai/proxify.cjs",
];

fn main() -> Result<()> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let own = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=js/core");
    println!("cargo::rerun-if-changed=js/sdk");
    println!("cargo::rerun-if-changed=js/web");
    for source in SOURCES {
        println!("cargo::rerun-if-changed=bundle/{source}");
    }
    println!("cargo::rerun-if-changed=bundle/package.json");
    println!("cargo::rerun-if-changed=bundle/dist/manifest.json");
    join_core(&own.join("js/core"), &out.join("core.js"))?;
    for (part, numbers) in PARTS {
        join_sdk(&own.join("js/sdk"), *numbers, &out.join(format!("{part}.js")))?;
    }
    let dist = bundles(&own.join("bundle"), &out)?;
    list(&dist, &own.join("js/web"), &out.join("libraries.rs"))
}

/// The JavaScript files of a folder, in the order of their names.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "js") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// One function with the text of all files in it.
fn join_core(folder: &Path, to: &Path) -> Result<()> {
    let mut text = String::from("export default function (native) {\n");
    for file in scripts(folder)? {
        text.push_str(&fs::read_to_string(file)?);
    }
    text.push_str("\n}\n");
    Ok(fs::write(to, text)?)
}

/// Parts of the SDK that are loaded on their own, and the numbers that their files begin with.
const PARTS: &[(&str, (u8, u8))] = &[
    ("sdk", (10, 39)),
    ("sdk-request", (40, 74)),
    ("sdk-cookie", (75, 79)),
    ("sdk-fault", (80, 80)),
    ("sdk-media", (81, 89)),
    ("sdk-chai", (90, 94)),
    ("sdk-legacy", (95, 99)),
];

/// One function that calls a function per file of the part.
fn join_sdk(folder: &Path, (first, last): (u8, u8), to: &Path) -> Result<()> {
    let mut text = String::from("export default function (host, exports) {\n");
    for file in scripts(folder)? {
        let name = name_of(&file);
        let number = name.split('-').next().and_then(|number| number.parse::<u8>().ok());
        let number = number.ok_or_else(|| format!("js/sdk/{name}.js begins with no number"))?;
        if !(first..=last).contains(&number) {
            continue;
        }
        let body = fs::read_to_string(file)?;
        write!(text, "(function (host, exports) {{\n{body}\n}})(host, exports);\n")?;
    }
    text.push_str("}\n");
    Ok(fs::write(to, text)?)
}

/// The folder with the bundles: the packaged one if it fits, else one that is made now.
fn bundles(project: &Path, out: &Path) -> Result<PathBuf> {
    let wanted = digest(project)?;
    let packaged = project.join("dist");
    if is_of(&packaged, &wanted) {
        return Ok(packaged);
    }
    let work = out.join("bundle");
    let made = work.join("dist");
    if is_of(&made, &wanted) {
        return Ok(made);
    }
    make(project, &work).map_err(|cause| {
        format!(
            "the libraries for scripts could not be bundled: install Node 20 with npm, or fill \
             crates/sandbox/bundle/dist by `cargo xtask bundle` ({cause})"
        )
    })?;
    if !is_of(&made, &wanted) {
        return Err("bundle/digest.mjs and build.rs count different files".into());
    }
    Ok(made)
}

fn is_of(dist: &Path, wanted: &str) -> bool {
    let manifest = fs::read_to_string(dist.join("manifest.json")).unwrap_or_default();
    manifest.contains(&format!("\"sources\": \"{wanted}\""))
}

/// FNV-1a of the sources, as `bundle/digest.mjs` computes it.
fn digest(project: &Path) -> Result<String> {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for source in SOURCES {
        for byte in fs::read(project.join(source))? {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Ok(format!("{hash:x}"))
}

/// Copies the project into the build folder, installs what it needs and bundles there.
fn make(project: &Path, work: &Path) -> Result<()> {
    fs::create_dir_all(work.join("src/chai"))?;
    for file in SOURCES.iter().chain(&["package.json", "digest.mjs"]) {
        fs::copy(project.join(file), work.join(file))?;
    }
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run(work, "npm", &install)?;
    run(work, "node", &["build.mjs", "dist"])
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<()> {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.map_err(|cause| format!("`{program}` does not start: {cause}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{program} {}` failed: {}", arguments.join(" "), said.trim()).into())
}

/// Rust that embeds every library: `(name, source)`, ordered by name.
fn list(dist: &Path, web: &Path, to: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for file in scripts(dist)? {
        rows.push((name_of(&file).replace('_', "/"), file));
    }
    for file in scripts(web)? {
        rows.push((format!("web/{}", name_of(&file)), file));
    }
    // The one library with an underscore in its name.
    for (name, _) in &mut rows {
        if name == "string/decoder" {
            "string_decoder".clone_into(name);
        }
    }
    rows.sort();
    let mut text = format!("static LIBRARIES: [(&str, Code); {}] = [\n", rows.len());
    for (name, file) in rows {
        writeln!(text, "    library!({name:?}, {:?}),", file.to_string_lossy())?;
    }
    text.push_str("];\n");
    Ok(fs::write(to, text)?)
}

fn name_of(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
