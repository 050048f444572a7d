/// A series whose gaps are bridged, so that every method can go through it.
struct BridgedSeries {
  /// From the first value to the last, gaps filled.
  let values: [Double]
  /// Which of them were there.
  let isObserved: [Bool]
  /// How many places before the first value are missing.
  let missingAtStart: Int
  /// How many places after the last value are missing.
  let missingAtEnd: Int

  /// A gap is bridged by the mean of the values one season before and after it where both are there, else
  /// by the straight line between its neighbours. Places before the first value are left out. Nil
  /// without any value.
  init?(_ series: [Double?], season: Int) {
    guard let first = series.firstIndex(where: { $0 != nil }),
      let last = series.lastIndex(where: { $0 != nil })
    else { return nil }
    let known = Array(series[first...last])
    isObserved = known.map { $0 != nil }
    missingAtStart = first
    missingAtEnd = series.count - 1 - last
    var values: [Double] = []
    var before = 0
    for place in known.indices {
      if let value = known[place] {
        values.append(value)
        before = place
      } else if season > 1, place >= season, place + season < known.count,
        let earlier = known[place - season], let later = known[place + season]
      {
        values.append(earlier / 2 + later / 2)
      } else {
        let after = known[place...].firstIndex { $0 != nil } ?? before
        let left = known[before] ?? 0
        let right = known[after] ?? left
        let share = after > before ? Double(place - before) / Double(after - before) : 0
        values.append(left + share * (right - left))
      }
    }
    self.values = values
  }
}
