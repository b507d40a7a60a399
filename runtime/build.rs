//! Tells the crate whether it is compiled without optimization: eight samples side by side are then slower than one after
//! the other, and leaving them out saves every annotated function some of its compile time.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(unoptimized)");
    if std::env::var("OPT_LEVEL").as_deref() == Ok("0") {
        println!("cargo::rustc-cfg=unoptimized");
    }
}
