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
  let message = "a word about the shell starts with a dot, not with '\\'"
  return Diagnostic(
    .foreignWord, at: SourceRange(start, end), message,
    hint: "write \(ownCommand(String(typed.dropFirst()), grammar))")
}

/// The line that says the same here; the list of all commands where there is none.
private func ownCommand(_ word: String, _ grammar: Grammar) -> String {
  func firstVerb(_ verbs: String...) -> String {
    verbs.first { grammar.verb($0) != nil } ?? ".help"
  }
  return switch word.lowercased() {
  case "q", "quit", "exit": ".quit"
  case "d", "d+", "schema": firstVerb("columns", "roles")
  case "dt", "l", "list", "tables": firstVerb("tables")
  case "timing": ".timer on"
  default: ".help"
  }
}
