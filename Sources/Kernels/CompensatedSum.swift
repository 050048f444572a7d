/// A sum of decimals that also adds up what rounding loses, so that its error does not grow with
/// the number of terms.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// ZAMM 54, 1974.
package struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var compensation = 0.0

  /// The sum of no terms.
  package init() {}

  /// One more term.
  package mutating func add(_ term: Double) {
    let next = sum + term
    if abs(sum) >= abs(term) {
      compensation += (sum - next) + term
    } else {
      compensation += (term - next) + sum
    }
    sum = next
  }

  /// The sum so far; 0 before the first term.
  package var value: Double { sum.isFinite ? sum + compensation : sum }
}
