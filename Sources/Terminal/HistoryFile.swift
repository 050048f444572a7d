import Glibc

/// The lines a user entered, kept across sessions.
///
/// One entry a line, with `\\`, `\n` and `\r` for a backslash, a newline and a carriage return.
/// The file is only ever appended to, under a lock: two sessions lose nothing. Duplicates are
/// dropped when it is read, and what is damaged is skipped. Nothing here throws: a history that
/// cannot be kept must not stop the work; `problem` tells of it.
package final class HistoryFile {
  /// What can be recalled, the oldest first, each text once.
  package private(set) var entries: [String] = []
  /// Why the history could not be read or kept: the first time this happened.
  package private(set) var problem: String?
  /// Grows with each change of `entries`.
  private(set) var revision = 0

  private let path: String
  private let limit: Int

  /// Reads the newest `limit` entries of the file at `path`, which need not exist.
  package init(path: String, limit: Int = 10_000) {
    self.path = path
    self.limit = limit
    entries = newest(load().split(separator: UInt8(ascii: "\n")).compactMap(decodeHistoryEntry))
  }

  /// Keeps one entry, which may hold several lines. Blank ones, those begun with a blank, and a
  /// repetition of the newest are not kept.
  package func append(_ entry: String) {
    guard let first = entry.first, !first.isWhitespace, entry != entries.last,
      entry.utf8.count <= longestHistoryEntry
    else { return }
    entries.removeAll { $0 == entry }
    entries.append(entry)
    if entries.count > limit { entries.removeFirst() }
    revision += 1
    do {
      try appendToFile(encodeHistoryEntry(entry) + "\n")
    } catch {
      problem = problem ?? "\(path): \(systemMessage(error.code))"
    }
  }

  /// The last `limit` different entries.
  private func newest(_ all: [String]) -> [String] {
    var seen: Set<String> = []
    var kept: [String] = []
    for entry in all.reversed() where kept.count < limit && seen.insert(entry).inserted {
      kept.append(entry)
    }
    return kept.reversed()
  }

  /// The bytes of the file, or of its last 4 MiB without the line cut there.
  private func load() -> [UInt8] {
    do {
      let file = try LockedFile(path: path, flags: O_RDONLY)
      let (bytes, isCut) = try file.tail(atMost: 1 << 22)
      guard isCut, let start = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
      return Array(bytes[start...])
    } catch {
      if error.code != ENOENT { problem = "\(path): \(systemMessage(error.code))" }
      return []
    }
  }

  private func appendToFile(_ line: String) throws(SystemError) {
    try createFolder()
    let file = try LockedFile(path: path, flags: O_RDWR | O_CREAT | O_APPEND)
    try file.append(line)
  }

  /// Creates the folders above the file that are missing, for this user alone.
  private func createFolder() throws(SystemError) {
    var slashes = path.indices.filter { path[$0] == "/" && $0 != path.startIndex }
    guard let last = slashes.popLast(), unsafe access(String(path[..<last]), F_OK) != 0 else {
      return
    }
    for slash in slashes + [last] where unsafe mkdir(String(path[..<slash]), 0o700) != 0 {
      if errno != EEXIST { throw SystemError(code: errno) }
    }
  }
}
