import Glibc

/// A fresh folder below TMPDIR or /tmp, removed with all it holds when it is released.
final class TemporaryFolder {
  let path: String

  init() throws {
    let base = ProcessEnvironment.value("TMPDIR") ?? "/tmp"
    var generator = SystemRandomNumberGenerator()
    path =
      "\(base)/ritorno-notebooks-\(String(UInt64.random(in: 0 ... .max, using: &generator), radix: 16))"
    guard unsafe mkdir(path, 0o700) == 0 else { throw SupportError.noFolder(path) }
  }

  deinit { Self.remove(path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The names in it, sorted.
  var names: [String] { Self.names(in: path) }

  private static func names(in folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    if unsafe unlink(path) == 0 { return }
    for name in names(in: path) { remove("\(path)/\(name)") }
    unsafe rmdir(path)
  }
}

enum SupportError: Error {
  case noFolder(String)
}

enum ProcessEnvironment {
  static func value(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}

/// Text as the bytes of a file.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The bytes of a file as text.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
