/// Whether two numbers agree to a relative tolerance; equal numbers always do.
func near(_ value: Double, _ expected: Double, relative: Double) -> Bool {
  value == expected || abs(value - expected) <= relative * abs(expected)
}
