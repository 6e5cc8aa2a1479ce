import WebAssets

/// The files that pages refer to.
public enum Assets {
    public static let all = [stylesheet, icon]

    /// The asset at that path.
    public static func asset(at path: String) -> Asset? { all.first { $0.path == path } }

    static let stylesheet = Asset(
        name: "martlet", extension: "css", contentType: "text/css; charset=utf-8",
        bytes: bytes(web_asset_stylesheet()))

    static let icon = Asset(
        name: "martlet", extension: "svg", contentType: "image/svg+xml", bytes: bytes(web_asset_icon()))

    private static func bytes(_ asset: web_asset) -> [UInt8] {
        // Safe: both fields describe one constant array that lives as long as the program.
        Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
    }
}
