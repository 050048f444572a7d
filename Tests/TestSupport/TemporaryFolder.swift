import Glibc

/// A fresh folder below TMPDIR or /tmp, removed with all that it holds when it is released.
package final class TemporaryFolder {
  package let path: String

  package init() throws(FileProblem) {
    let parent = environmentValue("TMPDIR") ?? "/tmp"
    path = "\(parent)/ritorno-tests-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    guard unsafe mkdir(path, 0o700) == 0 else { throw FileProblem(path, "make the folder") }
  }

  deinit { TemporaryFolder.remove(path) }

  /// The place of a file in it.
  package func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file into it, with the folders on the way, and gives its place.
  @discardableResult
  package func write(_ text: String, to name: String) throws(FileProblem) -> String {
    var folder = path
    for step in name.split(separator: "/").dropLast() {
      folder += "/\(step)"
      unsafe mkdir(folder, 0o700)
    }
    try writeText(text, to: path(name))
    return path(name)
  }

  /// Puts a symbolic link into it.
  package func link(_ name: String, to target: String) throws(FileProblem) {
    guard unsafe symlink(target, path(name)) == 0 else { throw FileProblem(name, "make the link") }
  }

  /// Removes a file, or a folder with all that it holds.
  package static func remove(_ path: String) {
    if unsafe unlink(path) == 0 { return }
    for name in namesInFolder(path) { remove("\(path)/\(name)") }
    unsafe rmdir(path)
  }
}

/// A variable of the process environment.
package func environmentValue(_ name: String) -> String? {
  unsafe getenv(name).map { unsafe String(cString: $0) }
}
