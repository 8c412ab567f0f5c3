using Nabla.Course;

// FOLDER draws the pictures of docs/course.md into it; --run NAME runs one of its examples.
switch (args)
{
    case ["--run", var name] when Lesson.Find(name) is { } example:
        example();
        return 0;
    case [var folder] when !folder.StartsWith('-'):
        Directory.CreateDirectory(folder);
        foreach (var picture in Picture.All)
        {
            picture.Save(Path.Combine(folder, picture.File));
            Console.WriteLine(Path.Combine(folder, picture.File));
        }
        return 0;
    default:
        Console.Error.WriteLine($"""
            usage: course FOLDER       draws {string.Join(", ", Picture.All.Select(p => p.File))} into a folder
                   course --run NAME   runs an example: {string.Join(", ", Lesson.Names)}
            """);
        return 2;
}
