//! What the attribute costs the compiler: `cargo bench -p stochastic-grad --bench compile_time`.
//!
//! A crate with ten annotated functions and a call of each one's gradient, and the same without the attribute and with
//! calls of the functions, are written to a temporary folder and built there: debug, incremental, all functions new or all of
//! them changed. Then the clean build of this crate with all it depends on. All from the packages that this build has fetched.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, io, process};

const FUNCTIONS: &str = include_str!("functions.rs");
/// Arguments of each function but the generator and what a plain call is given.
const CALLS: [(&str, &str, &str); 10] = [
    ("wave", "(0.5, 1.2), ", "0.5, 1.2, "),
    ("hierarchy", "(0.5, 1.2, 2.0), ", "0.5, 1.2, 2.0, "),
    ("asian", "(100.0, 0.05, 0.2), ", "100.0, 0.05, 0.2, "),
    ("waiting", "(1.0, 2.0), ", "1.0, 2.0, "),
    ("proportion", "(2.0, 3.0), ", "2.0, 3.0, "),
    ("walk", "(0.1, 0.01), ", "0.1, 0.01, "),
    ("queue", "1.5, ", "1.5, "),
    ("weighted", "([0.1, 0.2, 0.3], 0.5), ", "[0.1, 0.2, 0.3], 0.5, "),
    ("entropy", "&[0.5, 1.5, 2.5][..], ", "&[0.5, 1.5, 2.5], "),
    (
        "regression",
        "&[0.5, 0.1, 1.0][..], &[(0.0, 1.0), (1.0, 2.0)], ",
        "&[0.5, 0.1, 1.0], &[(0.0, 1.0), (1.0, 2.0)], ",
    ),
];
/// Builds of each crate, of which the fastest counts.
const BUILDS: usize = 5;

fn annotated() -> String {
    let call = |(name, given, _)| format!("    println!(\"{{:?}}\", {name}_grad({given}100, &mut rng));\n");
    program(FUNCTIONS, CALLS.map(call).concat())
}

fn plain() -> String {
    let call = |(name, _, given)| format!("    println!(\"{{:?}}\", {name}({given}&mut rng));\n");
    let functions: Vec<&str> = FUNCTIONS.lines().filter(|line| !line.starts_with("#[stochastic_grad")).collect();
    program(&functions.join("\n").replace("#[constant] ", ""), CALLS.map(call).concat())
}

fn program(functions: &str, calls: String) -> String {
    format!("{functions}\nfn main() {{\n    let mut rng = StdRng::seed_from_u64(1);\n{calls}}}\n")
}

/// A crate in a folder of its own.
struct Crate {
    folder: PathBuf,
    source: String,
}

impl Crate {
    fn new(scratch: &Path, name: &str, source: String) -> io::Result<Self> {
        let (folder, runtime) = (scratch.join(name), Path::new(env!("CARGO_MANIFEST_DIR")));
        fs::create_dir_all(folder.join("src"))?;
        let dependency = format!("[dependencies]\nstochastic-grad.path = {:?}", runtime.display().to_string());
        let package = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n{dependency}\n\n[workspace]\n");
        fs::write(folder.join("Cargo.toml"), package)?;
        fs::copy(runtime.with_file_name("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Crate { folder, source })
    }

    fn build(&self, target: &Path, source: &str) -> io::Result<Duration> {
        fs::write(self.folder.join("src/main.rs"), source)?;
        cargo(&self.folder, target, &["build"])
    }

    /// How long it takes to build all functions after none, and all of them again after a change of each.
    fn builds(&self, target: &Path) -> io::Result<[Duration; 2]> {
        self.build(target, "fn main() {}\n")?;
        let changed = self.source.replace("    let ", "    let _ = 1;\n    let ");
        Ok([self.build(target, &self.source)?, self.build(target, &changed)?])
    }
}

/// Runs cargo, without whatever it told this program about itself.
fn cargo(folder: &Path, target: &Path, arguments: &[&str]) -> io::Result<Duration> {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).args(["--offline", "--quiet", "--target-dir"]).arg(target).current_dir(folder);
    command.env("CARGO_INCREMENTAL", "1").env_remove("RUSTFLAGS");
    let start = Instant::now();
    let status = command.status()?;
    if status.success() { Ok(start.elapsed()) } else { Err(io::Error::other(format!("cargo {arguments:?} failed"))) }
}

fn measure(scratch: &Path) -> io::Result<()> {
    let target = scratch.join("target");
    let crates = [Crate::new(scratch, "plain", plain())?, Crate::new(scratch, "annotated", annotated())?];
    let mut best = [[Duration::MAX; 2]; 2];
    for _ in 0..BUILDS {
        for (this, best) in crates.iter().zip(&mut best) {
            let times = this.builds(&target)?;
            *best = std::array::from_fn(|k| best[k].min(times[k]));
        }
    }
    let [plain, annotated] = best;
    println!("ten functions, debug, incremental      plain  annotated  more");
    for (k, what) in ["all of them new", "all of them changed"].iter().enumerate() {
        let more = annotated[k].saturating_sub(plain[k]);
        println!("{what:<32} {:>11.2?} {:>10.2?} {more:>8.2?}", plain[k], annotated[k]);
    }
    for profile in ["dev", "release"] {
        let arguments = ["build", "--package", "stochastic-grad", "--profile", profile];
        let time = cargo(Path::new(env!("CARGO_MANIFEST_DIR")), &scratch.join(profile), &arguments)?;
        println!("clean build with all dependencies, profile {profile}: {time:.1?}");
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let scratch = env::temp_dir().join(format!("stochastic-grad-{}", process::id()));
    let measured = measure(&scratch);
    fs::remove_dir_all(&scratch)?;
    measured
}
