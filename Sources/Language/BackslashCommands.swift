/// A line such as `\q` or `\d gym`, which other tools take for a word about the shell.
func backslashCommand(
  _ bytes: [UInt8], at start: Int, _ grammar: Grammar
) -> Diagnostic {
  var end = start + 1
  while end < bytes.count {
    let (value, length) = scalar(in: bytes, at: end)
    if value.isBlank || value.isNewline { break }
    end += length
  }
  let typed = String(decoding: bytes[start..<end], as: UTF8.self)
  let range = SourceRange(start, end)
  guard let own = ownCommand(String(typed.dropFirst()), grammar) else {
    return Diagnostic(
      .foreignWord, at: range, "there is no command '\(typed)' here",
      hint: "for the list write .help")
  }
  return Diagnostic(
    .foreignWord, at: range, "'\(typed)' is called '\(own)' here", hint: "write \(own)")
}

/// The line that says the same here.
private func ownCommand(_ word: String, _ grammar: Grammar) -> String? {
  func firstVerb(_ verbs: String...) -> String? { verbs.first { grammar.verb($0) != nil } }
  return switch word.lowercased() {
  case "q", "quit", "exit": ".quit"
  case "d", "d+", "schema": firstVerb("columns", "roles")
  case "dt", "l", "list", "tables": firstVerb("tables")
  case "timing": ".timer on"
  case "?", "h", "help": ".help"
  default: nil
  }
}
