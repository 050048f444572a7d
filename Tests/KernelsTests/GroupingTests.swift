import Kernels
import Testing

@Suite("Grouping and ordering")
struct GroupingTests {
  @Test(
    "equal values get equal numbers, in order of first appearance",
    arguments: [
      [7, 5, 7, 5, 6], [.min, .max, .min, 0, 0], [-3, 1_000_000_000_000, -3, 2, 2],
    ] as [[Int64]])
  func numbering(values: [Int64]) throws {
    let dense = denseCodes(of: Cells(values)) { () throws(Never) in }
    #expect(
      dense.firstRows.map { values[$0] }
        == values.enumerated().compactMap { row, value in
          values.firstIndex(of: value) == row ? value : nil
        })
    for row in values.indices { #expect(values[dense.firstRows[dense.codes[row]]] == values[row]) }
  }

  @Test("missing is a value of its own, wherever it stands")
  func missing() {
    let validity = Bitmap([false, true, true, false])
    let dense = denseCodes(of: Cells([7, 7, 8, 8], validity: validity)) { () throws(Never) in }
    #expect(dense.codes == [0, 1, 2, 0])
    #expect(dense.firstRows == [0, 1, 2])
    let none = denseCodes(of: Cells<Int64>([])) { () throws(Never) in }
    #expect(none.count == 0)
  }

  @Test("the poll can end the numbering of many rows")
  func polling() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try denseCodes(of: Cells([Int64](repeating: 1, count: 70_000))) { () throws(Stop) in
        throw Stop()
      }
    }
  }

  @Test("numbers of pairs are those of their values, in order of first appearance")
  func pairs() throws {
    for seed in 0..<UInt64(200) {
      var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
      func next(_ bound: Int64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64(state >> 33) % bound
      }
      let rows = Int(next(60))
      let (one, other) = ((0..<rows).map { _ in next(5) }, (0..<rows).map { _ in next(7) })
      func dense(_ values: [Int64]) -> DenseCodes {
        denseCodes(of: Cells(values)) { () throws(Never) in }
      }
      let pairs = try #require(dense(one).combined(with: dense(other)))
      let naive = dense(zip(one, other).map { $0 * 7 + $1 })
      #expect(pairs.codes == naive.codes && pairs.firstRows == naive.firstRows, "seed \(seed)")
    }
    let many = denseCodes(of: Cells((0..<2000).map { Int64($0) })) { () throws(Never) in }
    #expect(many.combined(with: many)?.count == nil)
  }

  @Test("buckets hold the values of each number in row order, without the missing ones")
  func buckets() {
    let cells = Cells([1.0, 2, 3, 4, 5], validity: Bitmap([true, true, false, true, true]))
    let (values, bounds) = bucketed(cells, by: [2, 0, 0, 2, 0], count: 3)
    #expect(values == [2, 5, 1, 4])
    #expect(bounds == [0, 2, 2, 4])
    #expect(counts(of: [2, 0, 0, 2, 0], count: 3) == [3, 0, 2])
  }

  @Test("ranks count different values, missing last, also when turned round")
  func ranking() {
    let cells = Cells([5, 3, 9, 5, 1], validity: Bitmap([true, true, false, true, true]))
    let found = ranks(of: cells)
    #expect(found.ranks == [2, 1, 3, 2, 0])
    #expect(found.count == 3)
    #expect(found.reversed.ranks == [0, 1, 3, 0, 2])
    #expect(stablyOrdered([0, 1, 2, 3, 4], by: found) == [4, 1, 0, 3, 2])
    #expect(stablyOrdered([3, 0, 2], by: found) == [3, 0, 2])
  }

  @Test("a compensated sum keeps what rounding loses, and infinity")
  func compensated() {
    func sum(_ terms: [Double]) -> Double {
      var sum = CompensatedSum()
      for term in terms { sum.add(term) }
      return sum.value
    }
    #expect(sum([]) == 0)
    #expect(sum([1, 1e100, 1, -1e100]) == 2)
    #expect(sum([.infinity, 1]) == .infinity)
    #expect(sum([.infinity, -.infinity]).isNaN)
  }
}
