namespace Nabla.Training.Tests;

public class FeatureTableTests
{
    const string Iris = "length,species,width\n1.5,setosa,2\n-3e1,virginica,4\n5,setosa,6\n";

    static T With<T>(string content, Func<string, T> read)
    {
        using var folder = new TemporaryFolder();
        return read(folder.Write("data.csv", content));
    }

    [Fact]
    public void Columns_are_read_by_name_in_the_order_asked_for()
    {
        var table = With(Iris, file => FeatureTable.Read(file, ["width", "length"], limit: 2));
        Assert.Equal([2f, 1.5f, 4, -30], table.Features);
        Assert.Equal(["width", "length"], table.Names);
        Assert.Equal(["species"], table.Unread);
    }

    [Fact]
    public void Or_by_position()
    {
        var table = With(Iris, file => FeatureTable.Read(file, 2, "species"));
        Assert.Equal([1.5f, 2, -30, 4, 5, 6], table.Features);
        Assert.Equal(["length", "width"], table.Names);
        Assert.Equal([1f, 2], With("a,b\n1,2\n", file => FeatureTable.Read(file, 2, "c")).Features);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,c\n1,2\n", "has no column 'b'; its columns are a, c")]
    [InlineData("a,B\n1,2\n", "has no column 'b'; the nearest of its columns is 'B'")]
    [InlineData("a,b,b\n1,2,3\n", "two columns named 'b'")]
    [InlineData("a,b\n1,two\n", "line 2, column 'b': 'two' is not a finite number")]
    [InlineData("a,b\n1\n", "line 2: 1 fields instead of 2")]
    [InlineData("a,b\n\"1,2\n", "data.csv")]
    public void Bad_content_is_named(string content, string reason)
    {
        var error = Assert.Throws<NablaException>(() => With(content, file => FeatureTable.Read(file, ["a", "b"])));
        Assert.Contains("data.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", "has 3 columns; 2 features are wanted. Name the column that is none")]
    [InlineData("a,k\n1,2\n", "has 1 columns beside 'k'; 2 features are wanted. Add those that are missing")]
    public void By_position_the_number_of_columns_must_fit(string content, string reason) =>
        Assert.Contains(reason, Assert.Throws<NablaException>(() => With(content, file => FeatureTable.Read(file, 2, "k"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_that_nobody_asks_for_may_hold_anything() =>
        Assert.Equal([1f], With("x,t,t,\n1,?,\"a,b\",\n", file => FeatureTable.Read(file, ["x"])).Features);

    [Fact]
    public void Data_sets_know_the_names_and_can_be_read_by_them()
    {
        var (train, test) = With(Iris, file => CsvData.Load(file, "species"));
        Assert.Equal(["length", "width"], train.FeatureNames);
        Assert.Equal(train.FeatureNames, test.FeatureNames);
        Assert.Equal(train.FeatureNames, Standardization.Apply(new(train, test)).Train.FeatureNames);
        Assert.Empty(Digits.Load().Train.FeatureNames);
        Assert.Equal([2f, 1.5f], With(Iris, file => CsvData.Load(file, "species", features: ["width", "length"])).Test.Features.ToArray());
        Assert.Equal([2f], With(Iris, file => CsvData.Load(file, "species", features: ["width"])).Test.Features.ToArray());
        Assert.Equal(["length"], With("length,y\n1,2\n2,3\n", file => CsvData.LoadRegression(file, "y")).Train.FeatureNames);
        Assert.Throws<NablaException>(() => With(Iris, file => CsvData.Load(file, "species", features: ["width", "species"])));
        Assert.Throws<NablaException>(() => Dataset.Regression("d", [1, 2], [2], [1], featureNames: ["one"]));
    }
}
