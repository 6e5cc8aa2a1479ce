/// Charts of what happened over some time.
public struct ChartsPage: Sendable {
    public var filter: ChartsFilter
    /// The range that is shown, also where nobody chose one; `nil` where two moments were given.
    public var range: ChartsFilter.Range?
    /// `nil` if there is no time to show anything of.
    public var steps: ChartSteps?
    public var whole: ChartGroup
    /// What is drawn apart: the largest groups, and all others as one. Empty where nothing is split.
    public var layers: [ChartGroup]
    /// The table's rows, by model where nothing is split, the largest first.
    public var rows: [ChartGroup]
    /// How many more there are.
    public var omittedRows: Int
    /// Models to choose from.
    public var models: [String]
    /// Whether nothing was recorded at all.
    public var isFirstUse: Bool
    /// `false` if there may be more to sum up: what was received cannot be put into the tables now.
    public var isComplete: Bool
    /// Who looks has logged in.
    public var canLogOut: Bool

    public init(
        filter: ChartsFilter, range: ChartsFilter.Range?, steps: ChartSteps?, whole: ChartGroup,
        layers: [ChartGroup] = [], rows: [ChartGroup] = [], omittedRows: Int = 0, models: [String] = [],
        isFirstUse: Bool = false, isComplete: Bool = true, canLogOut: Bool = false
    ) {
        self.filter = filter
        self.range = range
        self.steps = steps
        self.whole = whole
        self.layers = layers
        self.rows = rows
        self.omittedRows = omittedRows
        self.models = models
        self.isFirstUse = isFirstUse
        self.isComplete = isComplete
        self.canLogOut = canLogOut
    }

    /// So many groups get a colour of their own; the others share one.
    public static let layerLimit = 5
    /// The table has no more rows.
    public static let rowLimit = 50
    /// What all groups without a colour of their own are called.
    public static let othersName = "others"
}
