/// Where the user is in the history while one line is edited.
struct HistoryWalk {
  /// How many entries back; 0 is the line being written.
  private var depth = 0
  /// The line being written, kept while older ones are looked at.
  private var draft = ""

  /// The text to show after a step to the older or the newer entry, or nil at either end.
  mutating func step(older: Bool, from text: String, in entries: [String]) -> String? {
    guard older ? depth < entries.count : depth > 0 else { return nil }
    if depth == 0 { draft = text }
    depth += older ? 1 : -1
    return depth == 0 ? draft : entries[entries.count - depth]
  }
}
