/// The memory that a table may take. What would not fit is refused before it is asked for, since Swift
/// stops the program where an allocation fails.
package struct MemoryRoom: Sendable {
  /// Bytes that the analyst allows; nil: what is free.
  package var limit: Int?
  /// The folder in which `/proc` and `/sys` are looked for; another than the system's in tests.
  private let root: String

  package init(limit: Int? = nil, root: String = "") { (self.limit, self.root) = (limit, root) }

  /// Bytes that can still be allocated, within the limits of this process and of its control group; nil
  /// where the system does not tell.
  package var free: Int? {
    let known = [machineRoom(), addressRoom(), groupRoom()].compactMap { $0 }
    return known.min()
  }

  /// Refuses work that would not fit.
  package func require(_ bytes: Int, writtenAs: String) throws(FileError) {
    let help = "keep only the columns you need:  load FILE with columns = \"NAME, NAME\""
    if let limit, bytes > limit {
      throw FileError(
        "'\(writtenAs)' is too large: its table takes about \(megabytes(bytes)), and "
          + "memory_limit allows \(megabytes(limit))", help: help)
    }
    guard bytes > 16 << 20, let free, bytes > free else { return }
    throw FileError(
      "'\(writtenAs)' is too large: its table takes about \(megabytes(bytes)), and "
        + "\(megabytes(free)) are free", help: help)
  }

  /// The bytes that forms other than separated text may take, of which several copies are made.
  var forForms: Int { min(1 << 31, min(limit ?? .max, free ?? 1 << 33) / 6) }

  private func megabytes(_ bytes: Int) -> String {
    let tenths = max(1, (bytes + 50_000) / 100_000)
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) MB" : "\(tenths / 10) MB"
  }

  // MARK: What the system tells

  private func machineRoom() -> Int? {
    value(of: "MemAvailable:", in: "/proc/meminfo").map { $0 * 1024 }
  }

  /// The least that a control group around this process leaves, of either version.
  private func groupRoom() -> Int? {
    var rooms: [Int] = []
    for line in text("/proc/self/cgroup").split(separator: "\n") {
      // `4:memory:/path` of the first version, `0::/path` of the second.
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[1].split(separator: ",").contains("memory") {
        rooms += groupsAbove(parts[2]).compactMap { path in
          room(
            "/sys/fs/cgroup/memory\(path)", "memory.limit_in_bytes", "memory.usage_in_bytes",
            "total_inactive_file")
        }
      } else if parts[0] == "0", parts[1].isEmpty {
        rooms += groupsAbove(parts[2]).compactMap { path in
          room("/sys/fs/cgroup\(path)", "memory.max", "memory.current", "inactive_file")
        }
      }
    }
    return rooms.min()
  }

  /// `/a/b`, `/a` and the root: in a container the path may not be seen from inside.
  private func groupsAbove(_ path: Substring) -> [String] {
    let steps = path.split(separator: "/")
    return (0...steps.count).map { count in steps.prefix(count).map { "/\($0)" }.joined() }
  }

  /// Nil where there is no limit. What the system keeps of files gives way.
  private func room(
    _ folder: String, _ limit: String, _ used: String, _ kept: String
  ) -> Int? {
    guard let most = Int(text("\(folder)/\(limit)").split(separator: "\n").first ?? ""),
      let used = Int(text("\(folder)/\(used)").split(separator: "\n").first ?? "")
    else { return nil }
    return max(0, most - used + (value(of: kept, in: "\(folder)/memory.stat") ?? 0))
  }

  /// The number behind a name that begins a line.
  private func value(of name: String, in path: String) -> Int? {
    for line in text(path).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count > 1, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  /// Empty where there is no such file.
  private func text(_ path: String) -> String {
    String(decoding: bytesOfSystemFile(root + path) ?? [], as: UTF8.self)
  }
}
