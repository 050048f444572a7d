import Glibc

/// The change of a rate split into what comes from each of several keys' mix and what from the rates.
///
/// The share of a cell of the crossed keys is a product of one factor a key, the factors of a key being
/// the geometric mean, over all orders of the keys, of the share that it adds to those before it: for two
/// keys A = (n_ij / n_.j)^1/2 (n_i. / n)^1/2. The effect of a key is the sum over the cells of the mean rate
/// times the effect of its factor on the product; that of the rates is the change of each rate at the mean
/// share. They add up to the change. Das Gupta, Standardization and Decomposition of Rates: A User's
/// Manual, U.S. Bureau of the Census 1993, ch. 5.
package struct CrossedDecomposition: Hashable, Sendable {
  /// What the mix of each key adds, in the order of the keys.
  package let mixes: [Double]
  package let rate: Double

  /// A cell of the crossed keys: its group of each key, and its counts in both periods.
  package struct Cell: Hashable, Sendable {
    package var groups: [Int]
    package var before: RateDecomposition.Counts
    package var after: RateDecomposition.Counts

    package init(
      groups: [Int], before: RateDecomposition.Counts, after: RateDecomposition.Counts
    ) {
      self.groups = groups
      self.before = before
      self.after = after
    }
  }

  /// Cells with different groups, each with one group for each of 1 to 6 keys. Nil where nobody is at
  /// risk in one of the periods.
  package init?(_ cells: [Cell]) {
    guard let keys = cells.first?.groups.count, (1...6).contains(keys) else { return nil }
    let old = Shares(cells.map { ($0.groups, $0.before.atRisk) }, keys: keys)
    let new = Shares(cells.map { ($0.groups, $0.after.atRisk) }, keys: keys)
    guard let split = RateDecomposition(before: cells.map(\.before), after: cells.map(\.after)),
      old.whole > 0, new.whole > 0
    else { return nil }
    var mixes = [Double](repeating: 0, count: keys)
    for (place, cell) in cells.enumerated() {
      guard let own = cell.before.rate ?? cell.after.rate,
        let later = cell.after.rate ?? cell.before.rate,
        let effects = productEffects(before: old.factors(place), after: new.factors(place))
      else { continue }
      for key in 0..<keys { mixes[key] += (own + later) / 2 * effects[key] }
    }
    self.mixes = mixes
    rate = split.rate
  }
}

/// How those at risk in one period are shared among cells.
private struct Shares {
  private let cells: [(groups: [Int], atRisk: Double)]
  private let keys: Int
  /// Those at risk by the groups of some of the keys, the keys being the bits of the first place.
  private var margins: [[[Int]: Double]]

  var whole: Double { margins[0][[]] ?? 0 }

  init(_ cells: [(groups: [Int], atRisk: Double)], keys: Int) {
    self.cells = cells
    self.keys = keys
    margins = (0..<1 << keys).map { chosen in
      var sums: [[Int]: Double] = [:]
      for cell in cells {
        sums[Shares.part(cell.groups, chosen), default: 0] += cell.atRisk
      }
      return sums
    }
  }

  private static func part(_ groups: [Int], _ chosen: Int) -> [Int] {
    groups.indices.filter { chosen >> $0 & 1 == 1 }.map { groups[$0] }
  }

  /// One factor a key, whose product is the share of the cell; 0 where nobody is in it.
  func factors(_ place: Int) -> [Double] {
    let (groups, atRisk) = cells[place]
    guard atRisk > 0 else { return [Double](repeating: 0, count: keys) }
    func margin(_ chosen: Int) -> Double {
      margins[chosen][Shares.part(groups, chosen)] ?? 0
    }
    return (0..<keys).map { key in
      var logarithm = 0.0
      for chosen in 0..<1 << keys where chosen >> key & 1 == 0 {
        logarithm +=
          orderShare(chosen.nonzeroBitCount, of: keys)
          * log(margin(chosen | 1 << key) / margin(chosen))
      }
      return exp(logarithm)
    }
  }
}
