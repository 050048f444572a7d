/// The values of a column of one concrete type. Elements at missing rows mean nothing.
@usableFromInline package struct Cells<Element: Sendable>: Sendable {
  /// One element a row.
  @usableFromInline package var values: [Element]
  /// A 1 where the row has a value; nil where every row has one.
  @usableFromInline package var validity: Bitmap?

  /// Every row has a value where `validity` is nil.
  @inlinable package init(_ values: [Element], validity: Bitmap? = nil) {
    self.values = values
    self.validity = validity
  }

  /// Whether the row has a value.
  @inlinable package func isPresent(_ row: Int) -> Bool {
    guard let validity else { return true }
    return validity[row]
  }

  /// Each present value changed; where the change gives nil the result is missing.
  @inlinable package func mapPresent<Result>(
    filler: Result, _ change: (Element) -> Result?
  ) -> Cells<Result> {
    buildCells(count: values.count, validity: validity, filler: filler) { change(values[$0]) }
  }

  /// A result for each row that has a value on both sides; nil makes it missing.
  /// Both sides have the same length.
  @inlinable package func zipPresent<Other, Result>(
    _ other: Cells<Other>, filler: Result, _ combine: (Element, Other) -> Result?
  ) -> Cells<Result> {
    let validity = Bitmap.both(validity, other.validity)
    return buildCells(count: values.count, validity: validity, filler: filler) {
      combine(values[$0], other.values[$0])
    }
  }
}

/// Cells made row by row where `validity` has a 1; nil makes a row missing, `filler` stands there.
@inlinable package func buildCells<Result>(
  count: Int, validity: Bitmap?, filler: Result, _ make: (Int) -> Result?
) -> Cells<Result> {
  var values: [Result] = []
  values.reserveCapacity(count)
  var missing: [Int] = []
  for row in 0..<count {
    if let validity, !validity[row] {
      values.append(filler)
    } else if let value = make(row) {
      values.append(value)
    } else {
      values.append(filler)
      missing.append(row)
    }
  }
  guard !missing.isEmpty else { return Cells(values, validity: validity) }
  var present = validity ?? Bitmap(repeating: true, count: count)
  for row in missing { present[row] = false }
  return Cells(values, validity: present)
}
