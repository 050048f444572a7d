import Kernels

/// What was found out about the columns of a table by going over all rows, so that the next question
/// about the same columns need not: most sessions ask many of one table.
///
/// Tables share it as long as their columns are the same; a change of any column begins a new one.
package final class ColumnFacts: Sendable {
  private let found = Guarded<[String: any Sendable]>([:])

  package init() {}

  /// What is known under a name, or else what `find` gives. A name stands for one kind of fact about
  /// certain columns, told by their places.
  package func fact<Fact: Sendable>(_ name: String, find: () -> Fact) -> Fact {
    // In two steps: a fact may be nil, as what is not there is.
    if let known = found.withLock({ $0[name] }), let fact = known as? Fact { return fact }
    let fact = find()
    found.withLock { $0[name] = fact }
    return fact
  }
}
