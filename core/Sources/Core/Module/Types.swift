/// The types of the module, one per interpreter. It holds `Field`s and nothing else.
struct Types {
    var baseObjectProxy = Field()
    var objectProxy = Field()
    var callableObjectProxy = Field()
    var partialCallableObjectProxy = Field()
    var functionWrapperBase = Field()
    var functionWrapper = Field()
    var boundFunctionWrapper = Field()
    var wrapperChain = Field()
    var missing = Field()
    var importHookFinder = Field()
    var importHookLoader = Field()
}
