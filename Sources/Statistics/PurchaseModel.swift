/// A model of customers without a contract: they buy at a rate of their own until, unseen, they
/// stop for good.
///
/// All are fitted by maximum likelihood (`PurchaseModelFit`) to x, t_x and T of each customer. Times
/// are in the unit of the input; a parameter that is a rate or a time is in that unit too.
package protocol PurchaseModel: Sendable {
  /// Names of the parameters, as in the paper.
  static var parameterNames: [String] { get }
  /// The power of the unit of time in each parameter: 1 for a time, 0 for a pure number.
  static var parameterDimensions: [Int] { get }

  /// Each above 0, in the order of `parameterNames`.
  init(parameters: [Double])

  /// log L of one history.
  func logLikelihood(_ history: PurchaseHistory) -> Double
  /// The probability that the customer has not yet stopped.
  func probabilityAlive(_ history: PurchaseHistory) -> Double
  /// The purchases to be expected in the `time` after the end of observation.
  func expectedPurchases(_ history: PurchaseHistory, within time: Double) -> Double
  /// E[X(t)], the repeat purchases to be expected of a new customer in the first `time`.
  func expectedPurchases(ofNewcomerWithin time: Double) -> Double

  /// The mean of -log L over customers and its slopes along the logarithms of the parameters.
  static func slopes(_ histories: PurchaseHistories, _ parameters: [Double]) -> Slopes
  /// Logarithms of parameters to start from, times being in units of the mean T.
  static func starts(rate: Double) -> [[Double]]
  /// What it means that these parameters run to infinity or to 0.
  static func meaning(runaways: [Int], _ parameters: [Double]) -> String

  /// Times of purchases after the end of observation, up to `horizon` later, drawn at random.
  func drawPurchases(
    after history: PurchaseHistory, until horizon: Double, _ generator: inout SeededGenerator
  ) -> [Double]
}

extension PurchaseModel {
  /// The sum of log L over the customers.
  package func logLikelihood(_ histories: PurchaseHistories) -> Double {
    histories.sum { logLikelihood($0) }
  }

  /// The repeat purchases to be expected, up to each of `times` after the first purchase of all, of
  /// customers who made theirs `births` after it: the sum of E[X(t - birth)] over the customers.
  ///
  /// `births` and `counts` have one place for each distinct birth. This is the curve that is laid
  /// beside the purchases seen, month by month.
  package func expectedCumulative(
    births: [Double], counts: [Double], at times: [Double]
  ) -> [Double] {
    times.map { time in
      zip(births, counts).reduce(0) { sum, birth in
        time > birth.0
          ? sum + birth.1 * expectedPurchases(ofNewcomerWithin: time - birth.0) : sum
      }
    }
  }
}
