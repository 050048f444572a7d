package import Columns
package import Language

/// Something that can compute plans.
package protocol Executor {
  /// The table that a plan describes. `table` gives the tables that `scan` names; `isCancelled` is
  /// polled during long work and ends it with `ExecutionError.cancelled`.
  func execute(
    _ plan: Plan, table: (String) -> Table?, isCancelled: () -> Bool
  ) throws(ExecutionError) -> Table
}

/// Why a plan that was well formed could not be computed on this data.
package enum ExecutionError: Error, Hashable, Sendable {
  case cancelled
  /// A sentence, lower case, without a full stop, and what to do about it.
  case impossible(String, help: String?)
  /// The same with the place in the line that is to blame, and what is said beside it.
  case unmet(String, at: SourceRange, hint: String?, help: String?)
}
