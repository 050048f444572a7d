import Glibc

/// The files of this project, found from the place of this source file, for tests that look at them.
package enum Project {
  /// The folder that holds Package.swift.
  package static let root: String = {
    let steps = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return steps.dropLast(3).joined(separator: "/")
  }()

  /// The place of a file that is written from the root on.
  package static func path(_ relative: String) -> String { "\(root)/\(relative)" }

  /// The text of a file that is written from the root on.
  package static func text(_ relative: String) throws(FileProblem) -> String {
    try readText(path(relative))
  }

  /// The names in a folder, sorted, hidden ones included; none where there is no such folder.
  package static func names(in relative: String) -> [String] { namesInFolder(path(relative)) }

  /// The files below a folder whose names end so, written from the root on, sorted.
  package static func files(under folder: String, ending: String) -> [String] {
    names(in: folder).flatMap { name in
      let place = "\(folder)/\(name)"
      return isFolder(path(place))
        ? files(under: place, ending: ending) : name.hasSuffix(ending) ? [place] : []
    }
  }
}

/// A file that a test cannot use.
package struct FileProblem: Error, CustomStringConvertible {
  package var description: String

  package init(_ path: String, _ what: String) {
    description = "cannot \(what) \(path): \(unsafe String(cString: strerror(errno)))"
  }
}

/// The bytes of a file as text.
package func readText(_ path: String) throws(FileProblem) -> String {
  String(decoding: try readBytes(path), as: UTF8.self)
}

/// The bytes of a file.
package func readBytes(_ path: String) throws(FileProblem) -> [UInt8] {
  let file = unsafe open(path, O_RDONLY)
  guard file >= 0 else { throw FileProblem(path, "open") }
  defer { close(file) }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe read(file, &piece, piece.count)
    guard count >= 0 else { throw FileProblem(path, "read") }
    if count == 0 { return bytes }
    bytes += piece[..<count]
  }
}

/// Writes a file, in place of one that is there.
package func writeText(_ text: String, to path: String) throws(FileProblem) {
  try writeBytes(Array(text.utf8), to: path)
}

/// Writes a file of any bytes, in place of one that is there.
package func writeBytes(_ bytes: [UInt8], to path: String) throws(FileProblem) {
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard file >= 0 else { throw FileProblem(path, "create") }
  defer { close(file) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    guard count > 0 else { throw FileProblem(path, "write") }
    rest = rest.dropFirst(count)
  }
}

/// Makes a symbolic link.
package func makeLink(to target: String, at path: String) throws(FileProblem) {
  guard unsafe symlink(target, path) == 0 else { throw FileProblem(path, "link") }
}

func isFolder(_ path: String) -> Bool {
  guard let stream = unsafe opendir(path) else { return false }
  unsafe closedir(stream)
  return true
}

/// The names in a folder of any place, sorted; none where there is no such folder.
package func namesInFolder(_ path: String) -> [String] {
  guard let stream = unsafe opendir(path) else { return [] }
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
