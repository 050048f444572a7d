/// What stands between the `---` lines at the start of a notebook.
package struct FrontMatter: Sendable {
  /// The version of the notebook's form that this program writes.
  package static let currentVersion = 1

  /// The major version of the form, under `ritorno`.
  package var version: Int?
  package var title: String?
  /// `params`, in their order.
  package var parameters: [NotebookParameter] = []
  /// `data`, in its order.
  package var fingerprints: [DataFingerprint] = []

  /// `rtol`, for cells that name no tolerance of their own.
  package var tolerance = OutputTolerance.lastPlace

  var versionLine: Int?
  /// Lines from the start of the file to the closing `---`, that one too.
  var lineCount = 0
  /// True if some of it could not be read: then nothing in it is written.
  var isDamaged = false
  /// The bytes of the `data` entry with its last line end.
  var dataPlace: Range<Int>?
  /// Where the closing `---` begins.
  var closingPlace: Int?

  func checkVersion() throws(NotebookError) {
    guard let version, version > Self.currentVersion else { return }
    throw NotebookError(
      "the notebook was made by a newer Ritorno (version \(version) of the form)",
      line: versionLine,
      help: "this one reads version \(Self.currentVersion): install the newer one")
  }
}

/// A default value of a `$parameter`, as it is written in the front matter.
package struct NotebookParameter: Hashable, Sendable {
  package var name: String
  package var value: String
  /// True if the value stood in quotes, and so is text whatever it looks like.
  package var isQuoted: Bool

  package init(name: String, value: String, isQuoted: Bool = false) {
    self.name = name
    self.value = value
    self.isQuoted = isQuoted
  }
}
