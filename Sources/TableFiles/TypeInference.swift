import Columns
import Texts

/// How the cells of a column are read.
enum ColumnForm: Equatable {
  case text
  /// `digits`: 1 and 0 are yes and no.
  case boolean(digits: Bool)
  case integer(DecimalMark)
  case decimal(DecimalMark)
  case date(DateOrder)
  /// Eight digits.
  case compactDate
  /// Months, as their first days.
  case month
  case timestamp(DateOrder)
}

/// The form of a column and what speaks for it.
struct ColumnDecision {
  var form: ColumnForm
  var unit = Unit.none
  /// Why a column that looks like numbers or dates is text all the same.
  var whyText: String?
  /// `whyText` says that the column holds codes: no surprise, nothing is lost.
  var holdsCodes = false
  /// What to add to the line so that it is read otherwise.
  var correction = ""
  /// The row whose cell illustrates `whyText`.
  var whyTextRow: Int?
  /// The decimal mark or the order of dates is settled by something outside the column.
  var isGuessed = false

  init(_ form: ColumnForm) { self.form = form }

  init(textBecause reason: String, row: Int? = nil) {
    form = .text
    whyText = reason
    whyTextRow = row
  }

  init(codesBecause reason: String, else correction: String = "") {
    self.init(textBecause: reason)
    holdsCodes = true
    self.correction = correction
  }
}

/// What the file as a whole says about its numbers and dates.
struct FileEvidence {
  var decimalMark: DecimalMark
  var decimalMarkIsGiven = false
  /// Other columns, not the separator alone, show the decimal mark.
  var dateOrder: DateOrder?
  var dateOrderIsGiven = false
  /// What is told of months and of numbers below zero.
  var months: MonthForm?
  var negatives: NegativeForm?

  init(surveys: [ColumnSurvey], separator: UInt8, options: LoadOptions) {
    (months, negatives) = (options.months, options.negatives)
    var marks = (point: 0, comma: 0)
    var orders = (dayFirst: 0, monthFirst: 0)
    for survey in surveys {
      marks.point += survey.numbers.evidence(for: .point)
      marks.comma += survey.numbers.evidence(for: .comma)
      orders.dayFirst += survey.dates.onlyDayFirst
      orders.monthFirst += survey.dates.onlyMonthFirst
    }
    if let given = options.decimalSeparator {
      decimalMark = given == "," ? .comma : .point
      decimalMarkIsGiven = true
    } else if marks.point != marks.comma {
      decimalMark = marks.comma > marks.point ? .comma : .point
    } else {
      decimalMark = separator == UInt8(ascii: ";") ? .comma : .point
    }
    if let given = options.dateOrder, given != .ymd {
      dateOrder = given
      dateOrderIsGiven = true
    } else if orders.dayFirst > 0, orders.monthFirst == 0 {
      dateOrder = .dmy
    } else if orders.monthFirst > 0, orders.dayFirst == 0 {
      dateOrder = .mdy
    }
  }
}

/// Decides how a column is read, from all its cells.
struct TypeInference {
  let survey: ColumnSurvey
  let name: ColumnName
  let evidence: FileEvidence
  /// Roles that the caller gave to this column: they tell what its digits mean.
  let givenRoles: Set<Role>

  /// Nil where the order of the dates cannot be known.
  func decision() -> ColumnDecision? {
    if survey.present == 0 { return ColumnDecision(isNamedAsDate ? .date(.ymd) : .text) }
    if let decision = booleanDecision() { return decision }
    if survey.dates.count > 0, survey.dates.count >= survey.numbers.count {
      return dateDecision()
    }
    if let decision = compactDateDecision() ?? compactMonthDecision() { return decision }
    if survey.numbers.count > 0 { return numberDecision() }
    if let decision = monthDecision() { return decision }
    guard evidence.negatives == nil, survey.accounting.count * 10 >= survey.present * 9 else {
      return ColumnDecision(.text)
    }
    return ColumnDecision(
      codesBecause: "its numbers, each with a sign of accountants, may be marks",
      else: TypeInference.accounting)
  }

  private static let accounting = "with negatives = accounting"

  /// Where nobody has left yet, the column of leavings is empty, and a column of dates all the same.
  private var isNamedAsDate: Bool {
    let dateRoles: Set<Role> = [.start, .end, .announced, .date]
    return survey.markersUnlessText == 0 && name.scores.keys.contains { dateRoles.contains($0) }
      || hasDateRole
  }

  private func booleanDecision() -> ColumnDecision? {
    var words = survey.yes + survey.no
    if survey.yesLetters + survey.yes > 0, survey.noLetters + survey.no > 0 {
      words += survey.yesLetters + survey.noLetters
    }
    if words == survey.present { return ColumnDecision(.boolean(digits: false)) }
    let isFlag = name.isFlagLike || givenRoles.contains(.lost) || givenRoles.contains(.renewed)
    if isFlag, words + survey.zerosAndOnes == survey.present {
      return ColumnDecision(.boolean(digits: true))
    }
    return nil
  }

  // MARK: Dates

  private func dateDecision() -> ColumnDecision? {
    let dates = survey.dates
    let (order, isGuessed) = dateOrder()
    let contradictory = order == .mdy ? dates.onlyDayFirst : dates.onlyMonthFirst
    let usable = dates.count - dates.impossible - contradictory
    guard isFew(survey.present - usable, of: survey.present) else {
      if dates.count * 2 < survey.present { return ColumnDecision(.text) }
      return ColumnDecision(textBecause: whyNoDate(contradictory), row: dates.first)
    }
    guard let order else { return nil }
    let keepsTime = dates.awayFromMidnight * 2 > usable
    var decision = ColumnDecision(keepsTime ? .timestamp(order) : .date(order))
    decision.isGuessed = isGuessed && dates.either > 0
    return decision
  }

  private func whyNoDate(_ contradictory: Int) -> String {
    let dates = survey.dates
    if contradictory > 0 {
      return "\(counted(dates.onlyDayFirst, "date")) can only be day/month and "
        + "\(dates.onlyMonthFirst) only month/day"
    }
    if dates.impossible > 0 {
      return "\(dates.impossible) of \(counted(dates.count, "date")) are no days of the calendar"
    }
    let others = survey.present - dates.count
    return "\(others) of \(counted(survey.present, "value")) are no dates"
  }

  private func dateOrder() -> (order: DateOrder?, isGuessed: Bool) {
    let dates = survey.dates
    if evidence.dateOrderIsGiven, let order = evidence.dateOrder { return (order, false) }
    if dates.onlyDayFirst > dates.onlyMonthFirst { return (.dmy, false) }
    if dates.onlyMonthFirst > dates.onlyDayFirst { return (.mdy, false) }
    if dates.either == 0 { return (dates.onlyDayFirst > 0 ? nil : .dmy, false) }
    if let order = evidence.dateOrder { return (order, true) }
    return (dates.eitherWithPoints == dates.either ? .dmy : nil, true)
  }

  private func compactDateDecision() -> ColumnDecision? {
    let compact = survey.numbers.compactDates
    guard name.isDateLike || hasDateRole, compact > 0,
      isFew(survey.present - compact, of: survey.present)
    else { return nil }
    return ColumnDecision(.compactDate)
  }

  private func compactMonthDecision() -> ColumnDecision? {
    let compact = survey.numbers.compactMonths
    let isTold = evidence.months == .dates && !name.isDocumentLike
    guard isTold || name.isMonthLike || hasDateRole, evidence.months != .text, compact > 0,
      isFew(survey.present - compact, of: survey.present)
    else { return nil }
    return ColumnDecision(.month)
  }

  /// Nil where most values are no months.
  private func monthDecision() -> ColumnDecision? {
    let months = survey.months
    let others = survey.present - months.count
    guard months.count > 0, evidence.months != .text, isFew(others, of: survey.present) else {
      return nil
    }
    if evidence.months == .dates { return ColumnDecision(.month) }
    let told = "with months = dates"
    if name.isDocumentLike || months.areDoubtful && !name.isMonthLike && !hasDateRole {
      return ColumnDecision(codesBecause: "its months may be codes", else: told)
    }
    if others > 0 {
      return ColumnDecision(
        codesBecause: "\(others) of \(counted(survey.present, "value")) are no months", else: told)
    }
    return ColumnDecision(.month)
  }

  private var hasDateRole: Bool {
    !givenRoles.isDisjoint(with: [.start, .end, .announced, .date])
  }

  // MARK: Numbers

  private func numberDecision() -> ColumnDecision {
    let numbers = survey.numbers
    if name.isIdentifierLike, survey.unknowns > 0 { return ColumnDecision(.text) }
    let others = survey.present - numbers.count
    if others > 0, name.isIdentifierLike || others * 50 > survey.present {
      if numbers.count * 2 < survey.present || name.isIdentifierLike {
        return ColumnDecision(.text)
      }
      if survey.accounting.count > 0, !survey.readsAccounting, evidence.negatives == nil {
        return twoWaysOfNegatives()
      }
      return ColumnDecision(
        textBecause: "\(others) of \(counted(survey.present, "value")) are no numbers",
        row: survey.firstWord ?? survey.dates.first)
    }
    if let reason = whyCode() { return ColumnDecision(codesBecause: reason) }
    if let reason = whyMixed() { return ColumnDecision(textBecause: reason, row: numbers.first) }
    let (mark, isGuessed) = decimalMark()
    let ambiguous = mark == .point ? numbers.ambiguousPoint : numbers.ambiguousComma
    let fractions = mark == .point ? numbers.withPoint : numbers.withComma
    let isWhole =
      ambiguous + fractions + numbers.withExponent + numbers.percents + numbers.withCurrency == 0
    var decision = ColumnDecision(isWhole ? .integer(mark) : .decimal(mark))
    decision.isGuessed = isGuessed
    if numbers.percents > 0 { decision.unit = .rate }
    if numbers.withCurrency > 0 { decision.unit = .money }
    return decision
  }

  private func twoWaysOfNegatives() -> ColumnDecision {
    let accounting = survey.accounting
    let ways = [
      (survey.numbers.count, "with a minus before them or none"),
      (accounting.inParentheses, "in parentheses"),
      (accounting.minusesBehind, "with a minus behind them"),
    ]
    let list = ways.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
    return ColumnDecision(
      textBecause: "numbers are written in several ways: \(list.joined(separator: ", ")); "
        + "\(TypeInference.accounting) takes all as numbers",
      row: accounting.numbers.first)
  }

  /// Why digits are a code that has to stay as it is written.
  private func whyCode() -> String? {
    let numbers = survey.numbers
    if name.isCodeLike, (numbers.longPlain + numbers.groupedOtherwise) * 2 > numbers.count {
      return "its name says that they are codes"
    }
    if numbers.evidence(for: .point) + numbers.evidence(for: .comma) > 0 { return nil }
    if numbers.withLeadingZero > 0 {
      return "\(counted(numbers.withLeadingZero, "value")) with leading zeros"
    }
    if numbers.withPlus > 0 { return "telephone numbers" }
    if numbers.beyondInteger > 0 {
      return "\(counted(numbers.beyondInteger, "value")) too large for an exact number"
    }
    return nil
  }

  private func whyMixed() -> String? {
    let numbers = survey.numbers
    if numbers.percents > 0, numbers.percents < numbers.count {
      return "percents and plain numbers are mixed"
    }
    if numbers.withCurrency > 0, numbers.currencies.sign == nil {
      return "several currencies are mixed"
    }
    let other = decimalMark().mark.other
    let contradictory = numbers.evidence(for: other)
    if contradictory * 50 > numbers.count {
      let sign = other == .point ? "point" : "comma"
      return "\(contradictory) of \(counted(numbers.count, "number")) have a decimal \(sign)"
    }
    return nil
  }

  private func decimalMark() -> (mark: DecimalMark, isGuessed: Bool) {
    let numbers = survey.numbers
    if evidence.decimalMarkIsGiven { return (evidence.decimalMark, false) }
    let points = numbers.evidence(for: .point)
    let commas = numbers.evidence(for: .comma)
    if points != commas { return (points > commas ? .point : .comma, false) }
    let isAmbiguous = numbers.ambiguousPoint + numbers.ambiguousComma > 0
    // Where thousands are marked, no number of four digits stands without a mark.
    if numbers.longPlain > 0, isAmbiguous {
      return (numbers.ambiguousPoint >= numbers.ambiguousComma ? .point : .comma, true)
    }
    return (evidence.decimalMark, isAmbiguous)
  }
}

/// Few enough to be slips in a column that is otherwise of one kind.
private func isFew(_ bad: Int, of total: Int) -> Bool {
  bad * 10 <= total || bad == 1 && total >= 3
}

/// `1 value`, `3 values`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
}
