/// The words that are about the shell, typed with a dot before them.
package enum SessionCommand: String, CaseIterable, Sendable {
  case help, tour, cells, edit, drop, undo, note, save, open, reset, replay, verify, check, accept
  case export, `import`, new, recover, history, mode, theme, pager, timer, keep, last, quit

  /// The command that a word means; `exit`, `?` and `h` are understood too.
  package init?(word: String) {
    switch word.lowercased() {
    case "exit", "q": self = .quit
    case "?", "h": self = .help
    case let other:
      guard let command = SessionCommand(rawValue: other) else { return nil }
      self = command
    }
  }

  /// The command that a whole line without a dot means: only those that newcomers type.
  package init?(bareLine line: String) {
    let words = line.split(separator: " ", maxSplits: 1)
    guard let first = words.first?.lowercased() else { return nil }
    // The farewells of other shells.
    if ["exit()", "quit()", "exit;", "quit;", "\\q", ":q"].contains(line.lowercased()) {
      self = .quit
      return
    }
    switch (first, words.count) {
    case ("help", _), ("?", _): self = .help
    case ("quit", 1), ("exit", 1): self = .quit
    case ("save", _): self = .save
    case ("open", 2): self = .open
    default: return nil
    }
  }

  package var synopsis: String {
    switch self {
    case .help: ".help [WORD]"
    case .tour: ".tour [stop]"
    case .cells: ".cells"
    case .edit: ".edit ID [LINE]"
    case .drop: ".drop ID"
    case .undo: ".undo"
    case .note: ".note TEXT"
    case .save: ".save [FILE.md]"
    case .open: ".open FILE.md"
    case .reset: ".reset"
    case .replay: ".replay"
    case .verify: ".verify FILE.md"
    case .check: ".check [FILE.md]"
    case .accept: ".accept [FILE.md]"
    case .export: ".export FILE"
    case .import: ".import FILE.ipynb"
    case .new: ".new FILE.md"
    case .recover: ".recover [drop]"
    case .history: ".history [WORDS]"
    case .mode: ".mode [FORMAT]"
    case .theme: ".theme [NAME]"
    case .pager: ".pager on|off"
    case .timer: ".timer on|off"
    case .keep: ".keep [nothing]"
    case .last: ".last"
    case .quit: ".quit"
    }
  }

  package var summary: String {
    switch self {
    case .help: "verbs, or the page of one word"
    case .tour: "a lesson of two minutes, by doing"
    case .cells: "the lines of this session that a save would keep"
    case .edit:
      "changes a cell and runs again what follows from it; without a line in $EDITOR, without an ID a new one"
    case .drop: "takes a cell out and runs again what follows from it"
    case .undo: "takes the last cell back, or the .edit or .drop just done"
    case .note: "adds prose below the last cell of the notebook"
    case .save: "keeps the session as a notebook that replays"
    case .open: "takes up a notebook; nothing runs until .replay"
    case .reset: "begins the session anew: no tables, no settings, the open notebook as its file is"
    case .replay: "runs the cells of the open notebook here"
    case .verify: "replays a notebook aside and compares with what it holds"
    case .check: "says without running which outputs of a notebook are stale, and why"
    case .accept: "runs a notebook aside and writes its new outputs into it"
    case .export:
      "writes the previous result as .csv, .json, .md, .txt, or its picture as .svg; the open notebook as "
        + ".html, .ipynb"
    case .import: "makes a notebook of a Jupyter file"
    case .new: "writes a notebook to begin with and opens it"
    case .recover: "takes up a session that ended unsaved, or drops it"
    case .history:
      "lines typed before, in any session, the newest last; with WORDS those that hold them"
    case .mode: "how tables are printed: box, plain, markdown, csv, json, json-full, jsonl"
    case .theme: "how the screen looks: usual, or projector for a large room"
    case .pager: "whether answers longer than the screen open in $PAGER"
    case .keep: "keeps what was set, and mode, theme, pager and timer, for later sessions"
    case .timer: "whether the time of each line is shown"
    case .last: "the previous result with all its rows"
    case .quit: "ends the session"
    }
  }
}
