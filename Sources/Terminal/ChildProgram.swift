import CLineEdit
import Glibc

/// Other programs on our terminal: a pager, an editor.
package enum ChildProgram {
  /// How a program ended.
  package enum Ending: Equatable, Sendable {
    case status(Int32)
    /// The system's message, such as "Cannot allocate memory".
    case notStarted(String)
  }

  /// Runs a command of the shell with this text as its input, or with our own input where there is none,
  /// and waits for its end. What it does not read of the text is lost, as with a pager that is left.
  ///
  /// Ctrl-C reaches it as well as us; it is forgotten here when the program has ended.
  package static func run(_ command: String, arguments: [String] = [], input: String? = nil)
    -> Ending
  {
    var ends: [Int32] = [-1, -1]
    if input != nil, unsafe pipe(&ends) != 0 {
      return .notStarted(systemMessage(errno))
    }
    // The child would hold its own pipe open otherwise, and never see the end of its input.
    for end in ends where end >= 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var process: pid_t = 0
    let code = spawn(command, arguments, input: ends[0], &process)
    if input != nil { close(ends[0]) }
    defer { Interrupt.clear() }
    guard code == 0 else {
      if input != nil { close(ends[1]) }
      return .notStarted(systemMessage(code))
    }
    if let input {
      // A pager that is left early closes the pipe, which is no error.
      _ = writeBytes(of: input, to: ends[1])
      close(ends[1])
    }
    return .status(statusOf(process))
  }

  /// Starts `sh -c 'COMMAND "$@"'`; gives 0 or the error's number.
  private static func spawn(
    _ command: String, _ arguments: [String], input: Int32, _ process: inout pid_t
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if input >= 0 { unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    let words =
      ["sh", "-c", arguments.isEmpty ? command : command + " \"$@\"", "sh"] + arguments
    var list: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    unsafe list.append(nil)
    defer { for index in unsafe list.indices { unsafe free(list[index]) } }
    return unsafe posix_spawn(
      &process, "/bin/sh", &actions, nil, list, lineedit_environment())
  }

  private static func statusOf(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 { if errno != EINTR { return 127 } }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

/// The editor that the user wants: `$VISUAL`, `$EDITOR`, else `vi`.
package func chosenEditor(_ environment: [String: String]) -> String {
  [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
}

/// A text in a file of its own while the user's editor changes it; nil where the file or the editor fails.
///
/// The file is for this user alone and is gone afterwards.
package func edited(_ text: String, environment: [String: String]) -> String? {
  let editor = chosenEditor(environment)
  let folder = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
  var path = Array("\(folder)/ritorno-\(String(repeating: "X", count: 6)).rit".utf8CString)
  let descriptor = unsafe mkstemps(&path, 4)
  guard descriptor >= 0 else { return nil }
  let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { unsafe unlink(name) }
  let isWritten = writeBytes(of: text.isEmpty ? "" : text + "\n", to: descriptor) == 0
  close(descriptor)
  guard isWritten, ChildProgram.run(editor, arguments: [name]) == .status(0) else { return nil }
  let reading = unsafe open(name, O_RDONLY)
  guard reading >= 0 else { return nil }
  defer { close(reading) }
  return (try? readAll(from: reading)).map { String(decoding: $0, as: UTF8.self) }
}
