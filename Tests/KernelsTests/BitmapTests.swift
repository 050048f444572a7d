import Kernels
import Testing

@Suite("Bitmap")
struct BitmapTests {
  /// Around the ends of 64-bit words.
  private static let lengths = [0, 1, 2, 63, 64, 65, 127, 128, 200]

  @Test("and, or and not agree with arrays of truth values", arguments: lengths)
  func operations(count: Int) {
    let (left, right) = (pattern(count, 3), pattern(count, 5))
    let (first, second) = (Bitmap(left), Bitmap(right))
    #expect((first & second).bools == zip(left, right).map { $0 && $1 })
    #expect((first | second).bools == zip(left, right).map { $0 || $1 })
    #expect((~first).bools == left.map { !$0 })
    #expect((~first).onesCount == left.filter { !$0 }.count)
  }

  @Test("bits beyond the count stay 0", arguments: lengths)
  func tail(count: Int) {
    let full = Bitmap(repeating: true, count: count)
    #expect(full.onesCount == count)
    #expect((~Bitmap(repeating: false, count: count)) == full)
    #expect((~full).words.allSatisfy { $0 == 0 })
    #expect(Bitmap(count: count) { _ in true } == full)
  }

  @Test("gives the positions of ones in order", arguments: lengths)
  func indices(count: Int) {
    let bits = pattern(count, 3)
    #expect(Bitmap(bits).indicesOfOnes == bits.indices.filter { bits[$0] })
  }

  @Test("a bit that is set reads back, its neighbours stay", arguments: lengths)
  func subscripts(count: Int) {
    for index in 0..<count {
      var bitmap = Bitmap(repeating: false, count: count)
      bitmap[index] = true
      #expect(bitmap.indicesOfOnes == [index])
      #expect(bitmap[index])
      bitmap[index] = false
      #expect(bitmap.onesCount == 0)
    }
  }

  @Test("is built from a condition", arguments: lengths)
  func condition(count: Int) {
    #expect(Bitmap(count: count) { $0 % 3 == 1 }.bools == (0..<count).map { $0 % 3 == 1 })
  }

  @Test("nil stands for all ones")
  func optional() {
    let bits = Bitmap([true, false])
    #expect(Bitmap.both(nil, nil) == nil)
    #expect(Bitmap.both(bits, nil) == bits)
    #expect(Bitmap.both(nil, bits) == bits)
    #expect(Bitmap.both(bits, Bitmap([false, true])) == Bitmap([false, false]))
  }

  private func pattern(_ count: Int, _ step: Int) -> [Bool] {
    (0..<count).map { ($0 * $0 + $0) % step != 0 }
  }
}
