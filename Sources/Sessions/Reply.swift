package import Columns
package import Language
package import Presentation

/// What a statement answers: blocks to show, remarks, and errors if it failed.
package struct Reply: Sendable {
  package var blocks: [Block] = []
  /// Warnings about what was typed.
  package var warnings: [Diagnostic] = []
  /// Empty where the statement succeeded.
  package var errors: [Diagnostic] = []
  /// Files that were read beside the data, such as a map of causes.
  package var files: [SourceFile] = []
  /// Whether the statement was stopped before it ended.
  package var isCancelled = false
  /// What was typed, which diagnostics point into.
  package var source: SourceText

  package init(_ source: SourceText) {
    self.source = source
  }

  package var isFailure: Bool { !errors.isEmpty || isCancelled }

  package enum Block: Sendable {
    case table(Table, limit: RowLimit)
    case chart(Chart, of: Table)
    case working(Working)
    /// A text that was asked for, such as a page of help.
    case text(String)
    /// The report of a load, a line each.
    case report([String])
    /// A short word on what was done.
    case status(String)
  }

  /// How many rows of a table to show.
  package enum RowLimit: Hashable, Sendable {
    /// As many as fits the place where it is shown.
    case usual
    case rows(Int)
    case all
  }
}
