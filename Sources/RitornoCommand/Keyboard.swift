/// What the shell can do for a command because it has the keyboard and the terminal; nothing in batch.
struct Keyboard {
  /// Lines typed before, the oldest first.
  var history: () -> [String] = { [] }
  /// Gives the terminal back to another program.
  var release: () -> Void = {}
  /// A line was written elsewhere than at the prompt: in an editor.
  var remember: (_ line: String) -> Void = { _ in }
  /// Runs what was entered, which may be several statements.
  var run: (_ entered: String) -> Interpreter.Outcome = { _ in .failed }
}
