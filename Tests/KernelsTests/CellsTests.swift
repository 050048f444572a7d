import Kernels
import Testing

@Suite("Cells")
struct CellsTests {
  @Test("a change that gives nil makes a value missing, and missing stays missing")
  func mapping() {
    let cells = Cells([4, 0, 2], validity: Bitmap([true, true, false]))
    let halves = cells.mapPresent(filler: -1) { $0 == 0 ? nil : $0 / 2 }
    #expect(halves.values == [2, -1, -1])
    #expect(halves.validity == Bitmap([true, false, false]))
    #expect(Cells([4]).mapPresent(filler: -1) { $0 }.validity == nil)
  }

  @Test("two sides give a result where both have a value")
  func zipping() {
    let left = Cells([1, 2, 3], validity: Bitmap([true, false, true]))
    let right = Cells([10, 20, 30], validity: Bitmap([true, true, false]))
    let sums = left.zipPresent(right, filler: 0) { $0 + $1 }
    #expect(sums.values == [11, 0, 0])
    #expect(sums.validity == Bitmap([true, false, false]))
  }

  @Test("the six comparisons of arrays and with a constant", arguments: Comparison.allCases)
  func comparing(comparison: Comparison) {
    let (left, right) = ([1, 2, 3], [2, 2, 2])
    let expected = [-1, 0, 1].map { comparison.holds($0) }
    #expect(compare(left, comparison, right).bools == expected)
    #expect(compare(left, comparison, constant: 2).bools == expected)
    #expect(compare([1, 2, 3] as [Int64], comparison, [2, 2, 2]).bools == expected)
  }

  @Test("an integer is compared with a decimal without rounding")
  func exactOrder() {
    #expect(order(9_007_199_254_740_993, 9_007_199_254_740_992) == 1)
    #expect(order(.max, 0x1p63) == -1)
    #expect(order(.min, -0x1p63) == 0)
    #expect(order(-2, -2.5) == 1)
    #expect(order(2, 2.5) == -1)
    #expect(order(0, .infinity) == -1)
    #expect(order(0, -.infinity) == 1)
  }
}
