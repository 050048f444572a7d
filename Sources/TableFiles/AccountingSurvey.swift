/// How numbers below zero are written, where it is told.
package enum NegativeForm: String, Hashable, Sendable, CaseIterable {
  /// By a minus before them alone.
  case minus
  /// As accountants write them too, `(1.50)` or `1.50-`.
  case accounting
}

/// Numbers below zero as accountants write them.
struct AccountingSurvey {
  var numbers = NumberSurvey()
  private(set) var inParentheses = 0

  var count: Int { numbers.count }
  var minusesBehind: Int { count - inParentheses }

  mutating func add(_ number: ScannedNumber, _ sign: AccountingSign, row: Int, times: Int) {
    numbers.add(number, row: row, times: times)
    if sign == .parentheses { inParentheses += times }
  }

  /// Whether one of the two ways alone is used, and the numbers are no marks such as `(1)` and `2-`: they
  /// look like amounts, or stand among others.
  fileprivate func isConsistent(beside others: NumberSurvey) -> Bool {
    guard inParentheses == 0 || minusesBehind == 0 else { return false }
    let amounts =
      numbers.evidence(for: .point) + numbers.evidence(for: .comma) + numbers.ambiguousPoint
      + numbers.ambiguousComma + numbers.groupedOtherwise + numbers.withCurrency
    return amounts > 0 || others.count > 0
  }
}

extension ColumnSurvey {
  /// Settles, once all cells are known, whether `(1.50)` is a number: as told, else where all that is
  /// below zero is written so. `hasMinusElsewhere`: packed cells hold numbers with a minus before them.
  mutating func settleAccounting(_ told: NegativeForm?, hasMinusElsewhere: () -> Bool) {
    guard accounting.count > 0 else { return }
    switch told {
    case .minus: readsAccounting = false
    case .accounting: readsAccounting = true
    case nil:
      readsAccounting =
        numbers.withMinus == 0 && accounting.isConsistent(beside: numbers) && !hasMinusElsewhere()
    }
    if readsAccounting {
      numbers.add(accounting.numbers)
    } else if let row = accounting.numbers.first {
      firstWord = min(firstWord ?? row, row)
    }
  }
}

extension NumberSurvey {
  /// Takes in another part of the column.
  fileprivate mutating func add(_ other: NumberSurvey) {
    let counts: [WritableKeyPath<NumberSurvey, Int>] = [
      \.count, \.withPoint, \.withComma, \.ambiguousPoint, \.ambiguousComma, \.groupedByPoint,
      \.groupedByComma, \.groupedOtherwise, \.longPlain, \.withExponent, \.withLeadingZero,
      \.withPlus, \.beyondInteger, \.percents, \.withCurrency, \.compactDates, \.compactMonths,
      \.withMinus,
    ]
    for count in counts { self[keyPath: count] += other[keyPath: count] }
    currencies.formUnion(other.currencies)
    first = [first, other.first].compactMap(\.self).min()
    firstAmbiguous = [firstAmbiguous, other.firstAmbiguous].compactMap(\.self).min()
  }
}
