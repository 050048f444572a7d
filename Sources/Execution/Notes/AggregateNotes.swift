import Columns
import Planning

/// Notes on rows without a value of a key: `12 rows have no reason`.
func keyNotes(_ keys: [GroupKey], groups: Groups, over table: Table) -> [String] {
  zip(keys, groups.missingRows).compactMap { key, missing in
    guard missing > 0 else { return nil }
    let name = columnName(key.value, in: table) ?? key.field.name
    return missing == 1 ? "1 row has no \(name)" : "\(missing) rows have no \(name)"
  }
}

/// Which functions skipped how many missing values of what.
struct SkippedValues {
  private var entries: [(functions: [String], name: String, missing: Int)] = []

  /// Takes note of a measure and the values that it works on.
  mutating func note(_ measure: AggregateColumn, _ input: Column?, over table: Table) {
    // count(x) is asked how many have a value: that is its answer, no footnote.
    guard let input, let value = measure.value, measure.function != .count else { return }
    let missing = input.missingCount
    guard missing > 0 else { return }
    let name = columnName(value, in: table) ?? measure.field.name
    let function = measure.function.rawValue
    if let index = entries.firstIndex(where: { $0.name == name && $0.missing == missing }) {
      if !entries[index].functions.contains(function) { entries[index].functions.append(function) }
    } else {
      entries.append(([function], name, missing))
    }
  }

  /// `avg, median skip 12 missing values of fee`
  var notes: [String] {
    entries.map { entry in
      let verb = entry.functions.count == 1 ? "skips" : "skip"
      let noun = entry.missing == 1 ? "value" : "values"
      let functions = entry.functions.joined(separator: ", ")
      return "\(functions) \(verb) \(entry.missing) missing \(noun) of \(entry.name)"
    }
  }
}

/// The name of the column where an expression is nothing but a column.
func columnName(_ expression: TypedExpression, in table: Table) -> String? {
  guard case .column(let index, _) = expression else { return nil }
  return table.schema.fields[index].name
}
