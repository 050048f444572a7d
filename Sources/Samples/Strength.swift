/// How strong an effect is: 1 as planted, 0 absent, 2 twice its extra. Kept in hundredths.
package struct Strength: Hashable, Sendable {
  /// 100 is the effect as planted.
  package let percent: Int

  /// Clamped to 0...5 and rounded to hundredths.
  package init(_ value: Double) {
    percent = Int((min(max(value, 0), 5) * 100).rounded())
  }

  /// As planted.
  package static let planted = Strength(1)
  /// Absent.
  package static let absent = Strength(0)

  package var isAbsent: Bool { percent == 0 }

  /// The factor in percent, of an effect that adds `extra` percent where it is as planted.
  func factor(extra: Int) -> Int { 100 + scaled(extra) }

  /// A quantity that is as given where the effect is as planted.
  func scaled(_ quantity: Int) -> Int { quantity * percent / 100 }
}
