import Statistics
import Testing

@Suite struct RateDecompositionTests {
  /// Das Gupta 1993: the number of households 1970 and 1985 as people times headship rate, in thousands.
  @Test func `two factors of a product share its change`() throws {
    let effects = try #require(
      productEffects(before: [10930, 0.717892], after: [16591, 0.825974]))
    #expect(abs(effects[0] - 4369.913) < 5e-4)
    #expect(abs(effects[1] - 1487.262) < 5e-4)
  }

  @Test(arguments: 0..<100) func `effects of factors add up and do not depend on their order`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let count = Int(random.next() % 5)
    let before = (0..<count).map { _ in random.uniform() * 10 - 2 }
    let after = (0..<count).map { _ in random.uniform() * 10 - 2 }
    let effects = try #require(productEffects(before: before, after: after))
    let change = after.reduce(1, *) - before.reduce(1, *)
    let size = max(1, after.reduce(1) { $0 * abs($1) } + before.reduce(1) { $0 * abs($1) })
    #expect(abs(effects.reduce(0, +) - change) <= 1e-13 * size, "seed \(seed)")
    let backwards = try #require(
      productEffects(before: before.reversed(), after: after.reversed()))
    for (one, other) in zip(effects, backwards.reversed()) {
      #expect(abs(one - other) <= 1e-13 * size)
    }
    // Every order of changes, one after the other.
    let naive = naiveEffects(before, after)
    for (one, other) in zip(effects, naive) { #expect(abs(one - other) <= 1e-12 * size) }
  }

  @Test func `a product of too many or unequal factors has no effects`() {
    #expect(productEffects(before: [1], after: [1, 2]) == nil)
    let many = [Double](repeating: 1, count: 13)
    #expect(productEffects(before: many, after: many) == nil)
    #expect(productEffects(before: [], after: []) == [])
  }

  @Test(arguments: 0..<300) func `mix and rate add up to the change`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let count = Int(random.next() % 8) + 1
    func counts() -> [RateDecomposition.Counts] {
      (0..<count).map { _ in
        let atRisk = random.next() % 4 == 0 ? 0 : random.next() % 500
        return .init(
          lost: atRisk == 0 ? 0 : Double(random.next() % (atRisk + 1)), atRisk: Double(atRisk))
      }
    }
    let (before, after) = (counts(), counts())
    guard let split = RateDecomposition(before: before, after: after) else {
      #expect(
        before.allSatisfy { $0.atRisk == 0 } || after.allSatisfy { $0.atRisk == 0 }, "seed \(seed)")
      return
    }
    let rates = [before, after].map { groups in
      groups.reduce(0) { $0 + $1.lost } / groups.reduce(0) { $0 + $1.atRisk }
    }
    #expect(split.change == rates[1] - rates[0])
    #expect(abs(split.mix + split.rate - split.change) < 1e-15 * max(1, rates[0] + rates[1]) * 8)
    let sum = split.groups.reduce(0) { $0 + $1.total }
    #expect(abs(sum - split.change) < 4e-15, "seed \(seed)")
  }

  @Test func `a growing group with a low rate does no harm`() throws {
    let split = try #require(
      RateDecomposition(
        before: [.init(lost: 10, atRisk: 100), .init(lost: 1, atRisk: 100)],
        after: [.init(lost: 10, atRisk: 100), .init(lost: 3, atRisk: 300)]))
    #expect(split.rate == 0)
    #expect(split.groups[1].mix < 0)
    #expect(split.groups[0].mix < 0)
  }

  @Test func `an absent group borrows the other rate, so all is mix`() throws {
    let split = try #require(
      RateDecomposition(
        before: [.init(lost: 5, atRisk: 100), .init(lost: 0, atRisk: 0)],
        after: [.init(lost: 5, atRisk: 100), .init(lost: 20, atRisk: 100)]))
    #expect(split.groups[1].borrowsRate)
    #expect(split.groups[1].rate == 0)
    #expect(abs(split.mix - split.change) < 1e-16)
  }
}

private func naiveEffects(_ before: [Double], _ after: [Double]) -> [Double] {
  var orders: [[Int]] = [[]]
  for factor in before.indices {
    orders = orders.flatMap { order in
      (0...order.count).map { order[..<$0] + [factor] + order[$0...] }.map(Array.init)
    }
  }
  var sums = [Double](repeating: 0, count: before.count)
  for order in orders {
    var now = before
    for factor in order {
      let old = now.reduce(1, *)
      now[factor] = after[factor]
      sums[factor] += now.reduce(1, *) - old
    }
  }
  return sums.map { $0 / Double(orders.count) }
}
