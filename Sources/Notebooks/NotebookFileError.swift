/// A file that could not be read, written or used, in the analyst's words.
package struct NotebookFileError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case missing, notAFile, notPermitted, noSpace, tooLarge, changed, locked, outsideRoot
    case badPath, newerVersion, other
  }

  package var kind: Kind
  /// One sentence, lower case, without a full stop; it names the file.
  package var message: String
  /// What to do about it.
  package var help: String?

  package init(_ kind: Kind, _ message: String, help: String? = nil) {
    self.kind = kind
    self.message = message
    self.help = help
  }

  /// A system call's failure, as a sentence that begins `cannot save 'a.md'`.
  init(_ failure: CallFailure, doing action: String) {
    let (kind, reason) = failure.explanation
    self.init(kind, "\(action): \(reason)", help: Self.help(for: kind))
  }

  private static func help(for kind: Kind) -> String? {
    switch kind {
    case .missing: "check the path"
    case .notPermitted: "check the permissions, or use another folder"
    case .noSpace: "free some space, or use a folder on another disk"
    case .tooLarge: "raise the limit (ulimit -f)"
    case .notAFile, .changed, .locked, .outsideRoot, .badPath, .newerVersion, .other: nil
    }
  }
}
